import { type JsonObject, PROTOCOL_NAMES, type ProtocolName } from '@ofoxai/core';
import { reply } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { readStream, replyTextOf, STREAMS, textOf } from '../support/ask.ts';
import { CHATS, serve } from '../support/serve.ts';
import { fakeUpstream, node, PROVIDER_KEY } from '../support/upstreams.ts';

const PAIRS = PROTOCOL_NAMES.flatMap((face) =>
  PROTOCOL_NAMES.map((back) => [face, back] as [ProtocolName, ProtocolName]),
);

const spec = {
  text: 'Grüße aus der Ferne',
  usage: { input: 25, output: 7 },
  model: 'upstream-model-2026',
};

describe.each(PAIRS)('%s in front of %s', (face, back) => {
  it('answers in one piece', async () => {
    const upstream = await fakeUpstream();
    upstream.script(reply(spec));
    const { post, records } = await serve({ nodes: [node(back, upstream.url)] });
    const { path, body } = CHATS[face];
    const response = await post(path, body);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-ofox-provider')).toBe(back);
    const answered = (await response.json()) as JsonObject;
    expect(replyTextOf(face, answered)).toBe(spec.text);
    const model = face === 'gemini' ? answered.modelVersion : answered.model;
    expect(model).toMatch(/^(openai|anthropic|google)\//);
    await expect.poll(() => records[0]).toMatchObject({ inputTokens: 25, outputTokens: 7 });
    expect(records[0]?.cost).toMatch(/^0\.\d+$/);
    const [asked] = upstream.requests;
    expect(JSON.stringify(asked?.headers)).toContain(PROVIDER_KEY);
  });

  it('streams', async () => {
    const upstream = await fakeUpstream();
    upstream.script(reply({ ...spec, chunks: 5 }));
    const { post, records } = await serve({ nodes: [node(back, upstream.url)] });
    const { path, body } = STREAMS[face];
    const streamed = await readStream(face, await post(path, body));
    expect(streamed.error).toBeUndefined();
    expect(textOf(streamed.events)).toBe(spec.text);
    expect(streamed.events.at(-1)).toMatchObject({ type: 'finish', finish: { reason: 'stop' } });
    expect(streamed.events[0]).toMatchObject({ model: expect.stringMatching(/^\w+\//) });
    expect(streamed.text).not.toContain('upstream-model-2026');
    const usage = streamed.events.findLast((event) => event.type === 'usage');
    expect(usage).toMatchObject({ usage: { input: 25, output: 7 } });
    await expect.poll(() => records[0]).toMatchObject({ inputTokens: 25, outputTokens: 7 });
  });

  it('carries tool calls both ways', async () => {
    const upstream = await fakeUpstream();
    const call = { id: 'call_1', name: 'weather', arguments: { city: 'Köln' } };
    upstream.script(reply({ toolCalls: [call] }));
    const { post } = await serve({ nodes: [node(back, upstream.url)] });
    const { path, body } = STREAMS[face];
    const streamed = await readStream(face, await post(path, body));
    const start = streamed.events.find((event) => event.type === 'tool-call-start');
    expect(start).toMatchObject({ name: 'weather' });
    const written = streamed.events
      .map((event) => (event.type === 'tool-call-delta' ? event.arguments : ''))
      .join('');
    expect(JSON.parse(written)).toEqual(call.arguments);
    expect(streamed.events.at(-1)).toMatchObject({ finish: { reason: 'tool_calls' } });
  });
});
