import { type FakeUpstream, startFakeUpstream } from '@ofoxai/fake-upstream';
import { afterEach, beforeEach } from 'vitest';
import type { ChatOfoxFields } from '../../src/fields.ts';
import { ChatOfox } from '../../src/index.ts';
import { KEY } from './gateway.ts';

/** An upstream for each test, and models that ask it once. */
export function useUpstream() {
  let upstream: FakeUpstream;
  beforeEach(async () => {
    upstream = await startFakeUpstream();
  });
  afterEach(() => upstream.close());
  return {
    get upstream() {
      return upstream;
    },
    /** How to reach it, and not again when it fails. */
    get reach() {
      return { apiKey: KEY, baseUrl: upstream.url, maxRetries: 0 };
    },
    make(fields: ChatOfoxFields = {}) {
      const all = { model: 'some/model', ...this.reach, ...fields };
      return new ChatOfox(all as ChatOfoxFields & { model: string });
    },
  };
}
