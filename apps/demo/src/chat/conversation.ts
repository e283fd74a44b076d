import {
  type AssistantPart,
  type ChatRequest,
  type MediaPart,
  type Message,
  OfoxError,
  type ProtocolName,
  protocolFor,
  type TextPart,
} from '@ofoxai/core';
import { batch, computed, signal } from '@preact/signals';
import { loadModels } from '../state/catalogue.ts';
import { borrowKey, clientOptions, isOwnGateway } from '../state/connection.ts';
import { recordingClient } from '../state/recording-client.ts';
import { isUnreached } from '../text/say-error.ts';
import { LiveReply } from './live-reply.ts';
import { buildRequest, type ChatSettings } from './settings.ts';

/** What a tool answered, by the page or by hand. */
export interface ToolAnswer {
  id: string;
  name: string;
  text: string;
  isError: boolean;
}

export type Turn =
  | { kind: 'user'; parts: (TextPart | MediaPart)[] }
  | { kind: 'assistant'; request: ChatRequest; protocol: ProtocolName; live: LiveReply }
  | { kind: 'results'; answers: ToolAnswer[] };

/** A conversation with whichever models, and what runs in it now. */
export class Conversation {
  readonly turns = signal<readonly Turn[]>([]);
  readonly #running = signal<AbortController | undefined>(undefined);
  readonly isRunning = computed(() => this.#running.value !== undefined);

  /** The last answer, complete or not. */
  readonly lastAnswer = computed(() =>
    this.turns.value.findLast((turn) => turn.kind === 'assistant'),
  );

  /** Says something, and has it answered. */
  async say(parts: (TextPart | MediaPart)[], settings: ChatSettings): Promise<void> {
    this.turns.value = [...this.turns.value, { kind: 'user', parts }];
    await this.answer(settings);
  }

  /** Gives the tools' answers, and has the conversation go on. */
  async giveResults(answers: ToolAnswer[], settings: ChatSettings): Promise<void> {
    this.turns.value = [...this.turns.value, { kind: 'results', answers }];
    await this.answer(settings);
  }

  /** Leaves the last answer out and has it given again. */
  async again(settings: ChatSettings): Promise<void> {
    const { value } = this.turns;
    const last = value.findLastIndex((turn) => turn.kind === 'assistant');
    this.turns.value = last === -1 ? value : value.slice(0, last);
    await this.answer(settings);
  }

  /** Has the conversation answered as it stands. */
  async answer(settings: ChatSettings): Promise<void> {
    if (this.isRunning.value) return;
    const controller = new AbortController();
    const live = new LiveReply();
    const request = buildRequest(this.messages(), settings);
    const protocol = protocolFor(request.model, settings.protocol).name;
    batch(() => {
      this.#running.value = controller;
      this.turns.value = [...this.turns.value, { kind: 'assistant', request, protocol, live }];
    });
    const client = recordingClient(clientOptions.value, (record) => {
      live.record = record;
    });
    const { signal } = controller;
    const { stream: _, ...input } = request;
    await live.read(() => client.stream(input, { signal, protocol }));
    // A gateway that was started anew has made another key.
    const isRefused = OfoxError.is(live.error) && live.error.kind === 'authentication';
    if (isRefused && isOwnGateway.value) await borrowKey();
    if (isUnreached(live.error)) void loadModels();
    if (this.#running.value === controller) this.#running.value = undefined;
  }

  stop(): void {
    this.#running.value?.abort();
  }

  /** Begins anew; what still runs is stopped, and no one waits for its end. */
  clear(): void {
    this.stop();
    this.#running.value = undefined;
    this.turns.value = [];
  }

  /** The conversation in the neutral form. Answers that came to nothing are left out. */
  messages(): Message[] {
    return this.turns.value.flatMap((turn): Message[] => {
      if (turn.kind === 'user') return [{ role: 'user', content: turn.parts }];
      if (turn.kind === 'results') return [{ role: 'tool', content: turn.answers.map(toResult) }];
      const content = turn.live.reply?.content ?? [];
      const kept = turn.live.progress === 'done' ? content : content.filter(isWhole);
      return kept.length === 0 ? [] : [{ role: 'assistant', content: kept }];
    });
  }
}

function toResult({ id, name, text, isError }: ToolAnswer) {
  return {
    type: 'tool-result' as const,
    ...{ id, name, content: [{ type: 'text' as const, text }] },
    ...(isError ? { isError } : {}),
  };
}

/** Of an answer that broke off, only text can go back: a call or signature may be cut short. */
function isWhole(part: AssistantPart): boolean {
  return part.type === 'text';
}
