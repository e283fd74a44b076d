import { describe, expect, it } from 'vitest';
import { startStaticUpstream } from '../../src/index.ts';
import { CHAT, dataOf, eventsOf, STREAMS, send } from '../raw-client.ts';

describe('startStaticUpstream', () => {
  it('answers each protocol, whole and streamed', async () => {
    const upstream = await startStaticUpstream({ chunks: 10, textLength: 5 });
    for (const [protocol, path, body] of STREAMS) {
      const answer = await send(upstream.port, path, { body });
      expect(answer.headers['content-type']).toBe('text/event-stream');
      const deltas = dataOf(answer.text).filter((data) => data.includes('x'.repeat(20)));
      expect(deltas, protocol).toHaveLength(10);
      expect(answer.text).toMatch(/usage/);
      const whole = path.replace('streamGenerateContent?alt=sse', 'generateContent');
      const single = await send(upstream.port, whole, { body: {} });
      expect(JSON.stringify(JSON.parse(single.text))).toContain('"xxxxx"');
    }
    expect(upstream.answered).toBe(6);
    await upstream.close();
  });

  it('answers the other endpoints', async () => {
    const upstream = await startStaticUpstream();
    const embedding = await send(upstream.port, '/v1/embeddings', { body: { input: 'a' } });
    expect(JSON.parse(embedding.text).data).toHaveLength(1);
    expect(JSON.parse((await send(upstream.port, '/v1/models')).text).data).toHaveLength(2);
    await upstream.close();
  });

  it('makes about 1 KB of JSON', async () => {
    const upstream = await startStaticUpstream();
    const answer = await send(upstream.port, CHAT, { body: {} });
    expect(answer.body.length).toBeGreaterThan(900);
    expect(answer.body.length).toBeLessThan(1200);
    await upstream.close();
  });

  it('paces a stream and delays an answer, on a connection that stays', async () => {
    const upstream = await startStaticUpstream({ chunks: 5, pace: 1, delay: 1 });
    for (let turn = 0; turn < 2; turn++) {
      const response = await fetch(`${upstream.url}${CHAT}`, {
        method: 'POST',
        body: JSON.stringify({ stream: true }),
      });
      const text = await response.text();
      expect(eventsOf(text)).toHaveLength(8);
      expect(dataOf(text).at(-1)).toBe('[DONE]');
    }
    await upstream.close();
  });

  it('closes in mid-stream', async () => {
    const upstream = await startStaticUpstream({ pace: 10_000 });
    const answer = send(upstream.port, CHAT, { body: { stream: true } });
    while (upstream.answered === 0) await new Promise(setImmediate);
    await upstream.close();
    expect((await answer).whole).toBe(false);
  });
});
