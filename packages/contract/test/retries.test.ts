import { OfoxError } from '@ofoxai/core';
import { generateText } from 'ai';
import { describe, expect, it } from 'vitest';
import * as ai from './ai-sdk/providers.ts';
import * as anthropic from './anthropic/sdk.ts';
import * as openai from './openai/sdk.ts';
import { failingOnce } from './support/failing-once.ts';
import { rejection } from './support/rejection.ts';

const model = 'any/model';
const messages = [{ role: 'user' as const, content: 'Hello' }];

/** Longer than any of the SDKs waits of its own accord, but for the AI SDK, which would wait 2 s. */
const WAIT_MS = 700;

type Gateway = Pick<NonNullable<Parameters<typeof openai.connect>[1]>, 'provider'>;
type Ask = (gateway: Gateway) => Promise<unknown>;

const ASKS: [string, Ask][] = [
  ...openai.SDKS.map(([name, Sdk]): [string, Ask] => [
    name,
    async (gateway) => {
      const { client } = await openai.connect(Sdk, { ...gateway, maxRetries: 1 });
      return client.chat.completions.create({ model, messages });
    },
  ]),
  ...anthropic.SDKS.map(([name, Sdk]): [string, Ask] => [
    name,
    async (gateway) => {
      const { client } = await anthropic.connect(Sdk, { ...gateway, maxRetries: 1 });
      return client.messages.create({ model, max_tokens: 9, messages });
    },
  ]),
  ...ai.PROVIDERS.map((name): [string, Ask] => [
    `@ai-sdk/${name}`,
    async (gateway) => {
      const { models } = await ai.connect(gateway);
      return generateText({ model: models[name](model), messages, maxRetries: 1 });
    },
  ]),
];

describe.each(ASKS)('%s', (name, ask) => {
  it.each([
    ['rate_limit', 429],
    ['unavailable', 503],
  ] as const)('waits as long as a failure of the kind %s says', async (kind, status) => {
    const error = new OfoxError(kind, 'Not now.', { status, retryAfterMs: WAIT_MS });
    const { provider, waited } = failingOnce(error);
    await ask({ provider });
    expect(waited()).toBeGreaterThan(WAIT_MS - 10);
  });

  it.skipIf(name.startsWith('@ai-sdk'))(
    'does not try again what costs more than is left',
    async () => {
      const error = new OfoxError('quota', 'Nothing is left.', { status: 429 });
      const { provider, waited } = failingOnce(error);
      expect(await rejection(ask({ provider }))).toMatchObject({ status: 429 });
      expect(waited()).toBeNaN();
    },
  );
});
