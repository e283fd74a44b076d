import { type ChatRequest, NO_USAGE, OfoxError, type ReplyEvent } from '@ofoxai/core';
import { defaultCatalog } from '../../src/catalog/models.ts';
import type { CallOptions, Provider } from '../../src/index.ts';

export type Script = (
  request: ChatRequest,
  options: CallOptions,
) => AsyncIterable<ReplyEvent> | Iterable<ReplyEvent>;

/** A provider whose conversations a test writes. */
export function scriptedProvider(chat: Script): Provider {
  return {
    name: 'scripted',
    catalog: defaultCatalog(),
    async *chat(request, options) {
      yield* chat(request, options);
    },
    embed: () => Promise.reject(new OfoxError('unavailable', 'no embeddings')),
    image: () => Promise.reject(new OfoxError('unavailable', 'no images')),
    countTokens: () => 0,
  };
}

export function started(model: string): ReplyEvent {
  return { type: 'start', id: 'reply-1', model, created: 1_700_000_000 };
}

export function said(text: string): ReplyEvent {
  return { type: 'text', index: 0, text };
}

/** What ends an answer. */
export const ENDING: readonly ReplyEvent[] = [
  { type: 'usage', usage: { ...NO_USAGE, input: 3, output: 2, cost: '0.0000275' } },
  { type: 'finish', finish: { reason: 'stop' } },
];

/** A whole answer of these words. */
export function answer(model: string, ...texts: string[]): ReplyEvent[] {
  return [started(model), ...texts.map(said), ...ENDING];
}
