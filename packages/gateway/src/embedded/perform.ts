import { type ChatRequest, NO_USAGE, OfoxError, type ReplyEvent, type Usage } from '@ofoxai/core';
import type { CachedTokens } from './cache.ts';
import { logprobsOf } from './logprobs.ts';
import { type Sleep, throwIfAborted } from './pause.ts';
import type { Plan, PlannedPart } from './plan.ts';
import { seededRandom } from './random.ts';
import { countTextTokens, tokenize } from './tokens.ts';

/** So many tokens without a pause, then other work has its turn. */
const TOKENS_BETWEEN_TURNS = 256;
/** What a picture counts as. */
const TOKENS_OF_A_PICTURE = 1290;

export interface Performance {
  id: string;
  model: string;
  /** Unix seconds. */
  created: number;
  prompt: CachedTokens;
  request: ChatRequest;
  /** Milliseconds before each token. */
  pace: number;
  /** After so many tokens the stream breaks. */
  cut?: number;
  seed: string;
  sleep: Sleep;
  signal: AbortSignal;
  /** USD, when prices are known. */
  cost(usage: Usage): string | undefined;
}

/**
 * Says a plan token by token, up to the first stop sequence and the limit of tokens.
 * @throws OfoxError of kind `aborted` when the caller leaves, `stream` when it is to break.
 */
export async function* perform(plan: Plan, performance: Performance): AsyncGenerator<ReplyEvent> {
  const { id, model, created, request, prompt } = performance;
  const meter = new Meter(performance);
  yield { type: 'start', id, model, created };
  for (const warning of plan.warnings) yield { type: 'warning', warning };
  let { finish } = plan;
  let index = 0;
  for (const planned of plan.parts) {
    const stopped = stopAt(planned, request.stop);
    yield* say(stopped.part, index, meter, performance);
    if (planned.type !== 'hidden') index++;
    if (meter.exhausted) finish = { reason: 'length' };
    else if (stopped.sequence === undefined) continue;
    else finish = { reason: 'stop', stopSequence: stopped.sequence };
    break;
  }
  const { output, reasoning } = meter;
  const usage: Usage = { ...NO_USAGE, ...prompt, output, reasoning };
  const cost = performance.cost(usage);
  yield { type: 'usage', usage: cost === undefined ? usage : { ...usage, cost } };
  yield { type: 'finish', finish };
}

/** Cuts a text at the first of the stop sequences, which itself is never said. */
function stopAt(part: PlannedPart, stop: string[]): { part: PlannedPart; sequence?: string } {
  if (part.type !== 'text') return { part };
  let at = part.text.length;
  let sequence: string | undefined;
  for (const candidate of stop) {
    const found = candidate === '' ? -1 : part.text.indexOf(candidate);
    if (found >= 0 && found < at) [at, sequence] = [found, candidate];
  }
  return sequence === undefined
    ? { part }
    : { part: { ...part, text: part.text.slice(0, at) }, sequence };
}

async function* say(
  part: PlannedPart,
  index: number,
  meter: Meter,
  { request, seed }: Performance,
): AsyncGenerator<ReplyEvent> {
  switch (part.type) {
    case 'hidden':
      meter.add('reasoning', countTextTokens(part.text));
      return;
    case 'reasoning': {
      const { text, redacted, signature } = part;
      if (redacted) meter.add('reasoning', countTextTokens(text));
      else {
        for (const token of tokenize(text)) {
          if (!(await meter.next('reasoning'))) return;
          yield { type: 'reasoning', index, text: token };
        }
      }
      if (redacted || signature) {
        yield {
          type: 'reasoning',
          index,
          text: '',
          ...(redacted ? { redacted } : {}),
          ...(signature ? { signature } : {}),
        };
      }
      return;
    }
    case 'text': {
      const random = seededRandom(seed);
      for (const token of tokenize(part.text)) {
        if (!(await meter.next('output'))) return;
        yield { type: 'text', index, text: token };
        if (request.logprobs !== undefined) {
          yield { type: 'logprobs', tokens: [logprobsOf(token, request.logprobs, random)] };
        }
      }
      if (part.signature) yield { type: 'text', index, text: '', signature: part.signature };
      return;
    }
    case 'refusal':
      for (const token of tokenize(part.text)) {
        if (!(await meter.next('output'))) return;
        yield { type: 'refusal', index, text: token };
      }
      return;
    case 'tool-call': {
      const { id, name, signature } = part;
      if (!(await meter.next('output'))) return;
      yield { type: 'tool-call-start', index, id, name, ...(signature ? { signature } : {}) };
      for (const token of tokenize(part.arguments)) {
        if (!(await meter.next('output'))) break;
        yield { type: 'tool-call-delta', index, arguments: token };
      }
      yield { type: 'tool-call-end', index };
      return;
    }
    case 'media':
      meter.add('output', TOKENS_OF_A_PICTURE);
      yield { type: 'media', index, part: part.part };
  }
}

/** Counts tokens, keeps the pace, and tells when the limit is reached. */
class Meter {
  output = 0;
  reasoning = 0;
  /** Whether there was more to say than the limit allowed. */
  exhausted = false;
  readonly #performance: Performance;

  constructor(performance: Performance) {
    this.#performance = performance;
  }

  /**
   * Makes room for one more token.
   * @returns whether there is any.
   */
  async next(kind: 'output' | 'reasoning'): Promise<boolean> {
    const { pace, cut, sleep, signal, request, model } = this.#performance;
    const said = this.output + this.reasoning;
    if (pace > 0 || said % TOKENS_BETWEEN_TURNS === TOKENS_BETWEEN_TURNS - 1)
      await sleep(pace, signal);
    throwIfAborted(signal);
    if (cut !== undefined && said >= cut) {
      throw new OfoxError(
        'stream',
        `The stream broke after ${cut} tokens, as the directive cut asked it to.`,
        { model },
      );
    }
    if (request.maxTokens !== undefined && said >= request.maxTokens) {
      this.exhausted = true;
      return false;
    }
    this[kind]++;
    return true;
  }

  /** Counts tokens that are not said, up to the limit. */
  add(kind: 'output' | 'reasoning', tokens: number): void {
    const { maxTokens = Number.POSITIVE_INFINITY } = this.#performance.request;
    const room = maxTokens - this.output - this.reasoning;
    this[kind] += Math.min(tokens, Math.max(0, room));
    if (tokens > room) this.exhausted = true;
  }
}
