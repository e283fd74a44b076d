import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { faulty, gzip, oneByteAPacket, pauseAfterChunks, reply } from '../../src/index.ts';
import { CHAT, STREAMS, send } from '../raw-client.ts';
import { it } from '../upstream-test.ts';

const BIG = { text: 'Grüße '.repeat(1000) };

for (const [protocol, path, body] of STREAMS) {
  it(`compresses a stream (${protocol})`, async ({ upstream }) => {
    upstream.script(reply(BIG));
    const plain = await send(upstream.port, path, { body });
    upstream.reset();
    upstream.script(faulty(reply(BIG), gzip()), { times: 2 });
    const answer = await send(upstream.port, path, { body });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(answer.body.length).toBeLessThan(plain.body.length);
    expect(gunzipSync(answer.body).toString()).toBe(plain.text);
  });
}

it('compresses a body with a length', async ({ upstream }) => {
  upstream.script(faulty(reply(BIG), gzip(), oneByteAPacket()));
  const answer = await send(upstream.port, CHAT, { body: {} });
  expect(Number(answer.headers['content-length'])).toBe(answer.body.length);
  const text = JSON.parse(gunzipSync(answer.body).toString()).choices[0].message.content;
  expect(text).toBe(BIG.text);
});

it('is understood by fetch, chunk by chunk', async ({ upstream }) => {
  upstream.script(
    faulty(reply({ text: 'abc' }), gzip(), pauseAfterChunks(3, Number.POSITIVE_INFINITY)),
  );
  const response = await fetch(`${upstream.url}${CHAT}`, {
    method: 'POST',
    body: '{"stream":true}',
  });
  const reader = response.body!.getReader();
  const { value } = await reader.read();
  expect(new TextDecoder().decode(value)).toContain('data: {"id"');
  await reader.cancel();
});
