import { type JsonObject, PROTOCOL_NAMES, protocols } from '@ofoxai/core';
import { error } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { CHATS, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

const data = Buffer.concat([
  Buffer.from('iVBORw0KGgo=', 'base64'),
  Buffer.alloc(3_000_000, 'pixels'),
]).toString('base64');

/** A question about a picture of four megabytes. */
const BODIES: Record<string, JsonObject> = {
  openai: {
    model: 'openai/gpt-4o',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Wäs is this?' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${data}` } },
        ],
      },
    ],
    provider: { routing: 'cost' },
  },
  anthropic: {
    model: 'anthropic/claude-sonnet-4.5',
    max_tokens: 100,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data } },
          { type: 'text', text: 'Wäs is this?' },
        ],
      },
    ],
  },
  gemini: {
    contents: [
      {
        role: 'user',
        parts: [{ inlineData: { mimeType: 'image/png', data } }, { text: 'Wäs is this?' }],
      },
    ],
  },
};

const PAIRS = PROTOCOL_NAMES.flatMap((face) => PROTOCOL_NAMES.map((back) => [face, back] as const));

describe.each(PAIRS)('a large picture from %s to %s', (face, back) => {
  it('arrives whole, on every attempt', async () => {
    const upstream = await fakeUpstream();
    upstream.script(error({ status: 503 }));
    const { post } = await serve({
      nodes: [node(back, upstream.url), node(back, upstream.url, { name: 'next', priority: 1 })],
    });
    const body = BODIES[face] as JsonObject;
    expect((await post(CHATS[face].path, body)).status).toBe(200);
    expect(upstream.requests).toHaveLength(2);
    const [first, second] = upstream.requests;
    expect(first?.text === second?.text).toBe(true);
    const { provider: _, ...plain } = body;
    const model = 'google/gemini-3-flash-preview';
    if (face === back) {
      expect(second?.json).toEqual(plain);
      return;
    }
    const request = protocols[face].decodeRequest({ body: plain, model, stream: false });
    const written = protocols[back].encodeRequest(request, { extensions: false });
    expect(second?.json).toEqual(JSON.parse(JSON.stringify(written.body)));
  });
});
