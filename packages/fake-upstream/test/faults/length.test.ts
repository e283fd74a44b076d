import { once } from 'node:events';
import { expect } from 'vitest';
import {
  faulty,
  hangUpAfterwards,
  reply,
  truncatedBody,
  wrongContentLength,
} from '../../src/index.ts';
import { CHAT, open, STREAMS, send } from '../raw-client.ts';
import { it } from '../upstream-test.ts';

it('says a length that is too great', async ({ upstream }) => {
  upstream.script(faulty(reply(), wrongContentLength(10)));
  const answer = await send(upstream.port, CHAT, { body: {} });
  expect(Number(answer.headers['content-length'])).toBe(answer.body.length + 10);
  expect(answer).toMatchObject({ whole: false, error: undefined });
  expect(JSON.parse(answer.text)).toMatchObject({ object: 'chat.completion' });
});

it('says a length that is too small', async ({ upstream }) => {
  upstream.script(faulty(reply(), wrongContentLength(-10)));
  const answer = await send(upstream.port, CHAT, { body: {} });
  expect(Number(answer.headers['content-length'])).toBe(answer.body.length - 10);
});

it('says a wrong length of a stream', async ({ upstream }) => {
  upstream.script(faulty(reply(), wrongContentLength(1)));
  const answer = await send(upstream.port, CHAT, { body: { stream: true } });
  expect(Number(answer.headers['content-length'])).toBe(answer.body.length + 1);
  expect(answer.headers['transfer-encoding']).toBeUndefined();
});

it('ends JSON before its end, cleanly', async ({ upstream }) => {
  upstream.script(faulty(reply(), truncatedBody()));
  const half = await send(upstream.port, CHAT, { body: {} });
  expect(half.whole).toBe(true);
  expect(() => JSON.parse(half.text)).toThrow(SyntaxError);
  upstream.script(faulty(reply(), truncatedBody(1)));
  const most = await send(upstream.port, CHAT, { body: {} });
  expect(JSON.parse(`${most.text}}`)).toMatchObject({ object: 'chat.completion' });
});

for (const [protocol, path, body] of STREAMS) {
  it(`ends a stream within an event, cleanly (${protocol})`, async ({ upstream }) => {
    upstream.script(faulty(reply(), truncatedBody(20)));
    const answer = await send(upstream.port, path, { body });
    expect(answer.whole).toBe(true);
    expect(answer.text.endsWith('\n\n')).toBe(false);
  });
}

it('hangs up after an answer without a word of it', async ({ upstream }) => {
  upstream.script(faulty(reply(), hangUpAfterwards()));
  const socket = open(upstream.port, CHAT, { body: {} });
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toContain('Connection: keep-alive');
  await once(socket, 'end');
  expect(upstream.requests[0]?.ending).toBe('answered');
});
