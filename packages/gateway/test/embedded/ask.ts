import { type ChatRequest, type Reply, type ReplyEvent, ReplyFold } from '@ofoxai/core';
import { createEmbeddedProvider } from '../../src/embedded/index.ts';
import type { CallOptions, Provider } from '../../src/provider.ts';

/** A request with a message of the user's, and whatever else is given. */
export function chatRequest(text: string, rest: Partial<ChatRequest> = {}): ChatRequest {
  return {
    model: 'ofox/pro',
    system: [],
    messages: [{ role: 'user', content: [{ type: 'text', text }] }],
    tools: [],
    stop: [],
    stream: false,
    ...rest,
  };
}

/** A provider whose clock stands still and whose pauses take no time but are written down. */
export function testProvider(): { provider: Provider; pauses: number[]; clock: { now: number } } {
  const pauses: number[] = [];
  const clock = { now: 1_700_000_000_000 };
  const provider = createEmbeddedProvider({
    now: () => clock.now,
    sleep: async (ms) => {
      if (ms > 0) pauses.push(ms);
    },
  });
  return { provider, pauses, clock };
}

export async function events(
  request: ChatRequest,
  {
    provider = testProvider().provider,
    ...options
  }: Partial<CallOptions> & { provider?: Provider } = {},
): Promise<ReplyEvent[]> {
  const signal = new AbortController().signal;
  const all: ReplyEvent[] = [];
  for await (const event of provider.chat(request, { signal, ...options })) all.push(event);
  return all;
}

export async function reply(...parameters: Parameters<typeof events>): Promise<Reply> {
  const fold = new ReplyFold();
  for (const event of await events(...parameters)) fold.push(event);
  return fold.end();
}
