import { describe, expect } from 'vitest';
import { errorInStream, faulty, reply, startFakeUpstream } from '../../src/index.ts';
import { CHAT, eventsOf, GENERATE_STREAM, MESSAGES, STREAMS, send } from '../raw-client.ts';
import { it } from '../upstream-test.ts';

const ERROR = { status: 503, message: 'Broken' };

describe('errorInStream', () => {
  for (const [protocol, path, body] of STREAMS) {
    it(`comes before any output (${protocol})`, async ({ upstream }) => {
      upstream.script(faulty(reply({ text: 'out' }), errorInStream(ERROR)));
      const answer = await send(upstream.port, path, { body });
      expect(answer).toMatchObject({ status: 200, whole: true });
      const events = eventsOf(answer.text);
      expect(events).toHaveLength({ openai: 2, anthropic: 4, gemini: 1 }[protocol]!);
      expect(events.at(-1).error.message).toBe('Broken');
      expect(answer.text).not.toContain('[DONE]');
    });

    it(`comes in mid-stream (${protocol})`, async ({ upstream }) => {
      upstream.script(faulty(reply(), errorInStream(ERROR, 5)));
      const events = eventsOf((await send(upstream.port, path, { body })).text);
      expect(events.at(-1).error.message).toBe('Broken');
      expect(events.slice(0, -1).some((event) => 'error' in event)).toBe(false);
    });
  }

  it("has each protocol's own form", async ({ upstream }) => {
    upstream.script(faulty(reply(), errorInStream(ERROR)), { times: 4 });
    const last = async (path: string, body: object) => {
      const { text } = await send(upstream.port, path, { body: body as never });
      return text.split('\n\n').at(-2)!;
    };
    expect(await last(CHAT, { stream: true })).toBe(
      'data: {"error":{"message":"Broken","type":"server_error","param":null,"code":null}}',
    );
    expect(await last(MESSAGES, { stream: true })).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"api_error","message":"Broken"}}',
    );
    expect(await last(GENERATE_STREAM, {})).toBe(
      'data: {"error":{"code":503,"message":"Broken","status":"UNAVAILABLE"}}',
    );
    const array = GENERATE_STREAM.replace('?alt=sse', '');
    const { text } = await send(upstream.port, array, { body: {} });
    expect(JSON.parse(text)).toMatchObject([{ error: { code: 503 } }]);
  });

  it('is for streams alone', async () => {
    const upstream = await startFakeUpstream();
    upstream.script(faulty(reply(), errorInStream(ERROR)));
    await send(upstream.port, CHAT, { body: {} });
    await expect(upstream.close()).rejects.toThrow('Only a stream');
  });
});
