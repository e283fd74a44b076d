import type { ReplyEvent } from '@ofoxai/core';
import { Catalog, type Provider } from '@ofoxai/gateway';

/** Says one word and then waits to be left; `asked` and `left` tell when. */
export function slowProvider(): {
  provider: Provider;
  asked: Promise<void>;
  left: Promise<unknown>;
} {
  let ask: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  let leave: (reason: unknown) => void = () => {};
  const left = new Promise((resolve) => {
    leave = resolve;
  });
  const unable = () => Promise.reject(new Error('This provider only chats.'));
  const provider: Provider = {
    name: 'slow',
    catalog: new Catalog([]),
    async *chat({ model }, { signal }): AsyncGenerator<ReplyEvent> {
      ask();
      yield { type: 'start', id: 'slow-1', model, created: 1_700_000_000 };
      yield { type: 'text', index: 0, text: 'Well' };
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
      });
      leave(signal.reason);
      throw signal.reason;
    },
    embed: unable,
    image: unable,
    countTokens: () => 0,
  };
  return { provider, asked, left };
}
