import { OfoxClient } from '@ofoxai/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGateway } from '../../src/gateway.ts';
import { nodeSchema } from '../../src/upstream/node-config.ts';

const MODEL = 'openai/gpt-4o';
const KEY = 'sk-test-nodes';

/** Two embedded nodes for one model, the first of them free. */
async function clientOfTwoNodes() {
  const price = (input: number) => ({ [MODEL]: { name: MODEL, price: { input, output: 0 } } });
  const nodes = [
    nodeSchema.parse({ name: 'north', preset: 'embedded', priority: 1, models: price(0) }),
    nodeSchema.parse({ name: 'south', preset: 'embedded', priority: 2, models: price(1000) }),
  ];
  const gateway = createGateway({ keys: [KEY], nodes });
  const { url } = await gateway.listen();
  onTestFinished(() => gateway.close({ graceMs: 1 }));
  return new OfoxClient({ apiKey: KEY, baseUrl: url, maxRetries: 0 });
}

const ASK = { model: MODEL, messages: [{ role: 'user' as const, content: 'Hi' }] };

describe('embedded nodes', () => {
  it('cost what they are configured to, in one piece and streamed', async () => {
    const client = await clientOfTwoNodes();
    const free = await client.chat(ASK);
    expect([free.response.provider, free.usage.cost]).toEqual(['north', '0']);
    const headers = { 'x-ofox-embedded': 'north:error=503' };
    const whole = await client.chat(ASK, { headers });
    const streamed = await client.stream(ASK, { headers }).final();
    for (const { usage } of [whole, streamed]) expect(Number(usage.cost)).toBe(usage.input / 1000);
  });

  it('are broken one by one, and left alone when they fail', async () => {
    const client = await clientOfTwoNodes();
    const headers = { 'x-ofox-embedded': 'north:error=503, elsewhere:error=500' };
    for (let call = 0; call < 3; call += 1) {
      const { response } = await client.chat(ASK, { headers });
      expect(response.provider).toBe('south');
      expect(response.attempts.map(({ provider, status }) => [provider, status])).toEqual([
        ['north', 503],
        ['south', undefined],
      ]);
    }
    const { response } = await client.chat(ASK);
    expect(response.provider).toBe('south');
    expect(response.attempts).toHaveLength(1);
  });

  it('are not left alone for failures that were ordered of whoever answers', async () => {
    const client = await clientOfTwoNodes();
    const headers = { 'x-ofox-embedded': 'error=503' };
    for (let call = 0; call < 3; call += 1) {
      await expect(client.chat(ASK, { headers })).rejects.toMatchObject({ status: 503 });
    }
    expect((await client.chat(ASK)).response.provider).toBe('north');
  });

  it('do what they usually do unless the caller orders something else', async () => {
    const nodes = [
      nodeSchema.parse({ name: 'north', preset: 'embedded', simulate: { error: 503 } }),
    ];
    const gateway = createGateway({ keys: [KEY], nodes });
    const { url } = await gateway.listen();
    onTestFinished(() => gateway.close({ graceMs: 1 }));
    const client = new OfoxClient({ apiKey: KEY, baseUrl: url, maxRetries: 0 });
    const asked = { ...ASK, model: `${MODEL}:slow-0` };
    expect((await client.chat(asked)).response.provider).toBe('north');
    const headers = { 'x-ofox-embedded': 'slow=0' };
    expect((await client.chat(ASK, { headers })).response.provider).toBe('north');
    await expect(client.chat(ASK)).rejects.toMatchObject({ status: 503 });
  });
});
