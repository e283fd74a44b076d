import { type Attempt, OfoxClient, OfoxError, type Routing } from '@ofoxai/core';
import { signal } from '@preact/signals';
import { clientOptions } from '../state/connection.ts';

/** What is done to a node, for the page's own requests. */
export type Mischief = 'works' | 'slow' | 'broken' | 'limited';

/** In the words of the header `x-ofox-embedded`. */
const ORDERS: Record<Mischief, string> = {
  works: '',
  slow: 'slow=900',
  broken: 'error=503',
  limited: 'error=429',
};

/** One request of the traffic, when it was over. */
export interface Shot {
  id: number;
  routing: Routing;
  /** Milliseconds since the traffic began. */
  at: number;
  ms: number;
  /** The node that answered, and the model; absent when none did. */
  node?: string;
  model?: string;
  attempts: readonly Attempt[];
  /** USD. */
  cost: number;
  error?: string;
}

const KEPT = 200;
/** The model that is asked for, and the one that is asked when none of its nodes answers. */
export const MODEL = 'openai/gpt-4o';
export const FALLBACK = 'anthropic/claude-haiku-4.5';
const PROMPT = 'Write 12 words about foxes.';

/** A steady flow of small requests, to see where they go. */
export class Traffic {
  readonly shots = signal<readonly Shot[]>([]);
  readonly isRunning = signal(false);
  readonly routing = signal<Routing>('priority');
  readonly perSecond = signal(2);
  /** Whether the model itself fails, whichever node serves it. */
  readonly isModelDown = signal(false);
  readonly mischief = signal<Readonly<Record<string, Mischief>>>({});
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop = new AbortController();
  #begun: number | undefined;
  #sent = 0;

  start(): void {
    if (this.isRunning.value) return;
    this.#stop = new AbortController();
    this.isRunning.value = true;
    this.#tick();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.isRunning.value = false;
    this.#stop.abort();
  }

  /** Sends one request now. */
  async send(): Promise<void> {
    this.#begun ??= performance.now();
    const { signal: aborted } = this.#stop;
    const routing = this.routing.value;
    const sentAt = performance.now();
    this.#sent += 1;
    const id = this.#sent;
    const client = new OfoxClient(clientOptions.value);
    const headers = directiveHeader(this.mischief.value);
    let outcome: Pick<Shot, 'node' | 'model' | 'attempts' | 'cost' | 'error'>;
    try {
      const { model: answered, response } = await client.chat(
        {
          model: this.isModelDown.value ? `${MODEL}:error-503` : MODEL,
          messages: [{ role: 'user', content: PROMPT }],
          provider: { routing, fallback: [FALLBACK] },
        },
        { headers, ...(aborted.aborted ? {} : { signal: aborted }) },
      );
      const { provider, attempts, cost = '0' } = response;
      const node = provider ? { node: provider } : {};
      outcome = { ...node, model: answered ?? MODEL, attempts, cost: Number(cost) };
    } catch (error) {
      if (OfoxError.is(error) && error.kind === 'aborted') return;
      const attempts = (OfoxError.is(error) && error.attempts) || [];
      const words = error instanceof Error ? error.message : String(error);
      outcome = { attempts, cost: 0, error: words };
    }
    const now = performance.now();
    const shot = { id, routing, at: now - this.#begun, ms: now - sentAt, ...outcome };
    this.shots.value = [...this.shots.value.slice(1 - KEPT), shot];
  }

  #tick(): void {
    void this.send();
    this.#timer = setTimeout(() => this.#tick(), 1000 / this.perSecond.value);
  }
}

/** The header that makes each embedded node do what was chosen for it; none when all just work. */
export function directiveHeader(
  mischief: Readonly<Record<string, Mischief>>,
): Record<string, string> {
  const words = Object.entries(mischief).flatMap(([node, what]) =>
    ORDERS[what] === '' ? [] : [`${node}:${ORDERS[what]}`],
  );
  return words.length === 0 ? {} : { 'x-ofox-embedded': words.join(', ') };
}

/** What one node has done in the traffic. */
export interface NodeFigures {
  answered: number;
  failed: number;
  /** The mean of the last answers, in milliseconds. */
  ms: number | undefined;
  /** USD. */
  cost: number;
}

const RECENT = 10;

/** What each of these nodes has done. */
export function figuresOf(shots: readonly Shot[], node: string): NodeFigures {
  const answers = shots.filter((shot) => shot.node === node && shot.error === undefined);
  const recent = answers.slice(-RECENT);
  const failed = shots.reduce(
    (sum, { attempts }) =>
      sum + attempts.filter(({ provider, kind }) => provider === node && kind).length,
    0,
  );
  return {
    answered: answers.length,
    failed,
    ms: recent.length ? recent.reduce((sum, { ms }) => sum + ms, 0) / recent.length : undefined,
    cost: answers.reduce((sum, { cost }) => sum + cost, 0),
  };
}
