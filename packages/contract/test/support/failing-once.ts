import { NO_USAGE, type OfoxError, type ReplyEvent } from '@ofoxai/core';
import { Catalog, type Provider } from '@ofoxai/gateway';

/** Fails the first time, then answers; tells how many milliseconds passed in between. */
export function failingOnce(error: OfoxError): { provider: Provider; waited: () => number } {
  const calls: number[] = [];
  const unable = () => Promise.reject(new Error('This provider only chats.'));
  const provider: Provider = {
    name: 'failing once',
    catalog: new Catalog([]),
    async *chat({ model }): AsyncGenerator<ReplyEvent> {
      calls.push(performance.now());
      if (calls.length === 1) throw error;
      yield { type: 'start', id: 'reply-1', model, created: 1_700_000_000 };
      yield { type: 'text', index: 0, text: 'Well' };
      yield { type: 'usage', usage: NO_USAGE };
      yield { type: 'finish', finish: { reason: 'stop' } };
    },
    embed: unable,
    image: unable,
    countTokens: () => 0,
  };
  return { provider, waited: () => (calls[1] ?? Number.NaN) - (calls[0] ?? Number.NaN) };
}
