import { expect } from 'vitest';
import { faulty, oneByteAPacket, onePacket, packetsOf, reply } from '../../src/index.ts';
import { CHAT, STREAMS, send } from '../raw-client.ts';
import { it } from '../upstream-test.ts';

for (const [protocol, path, body] of STREAMS) {
  it(`sends one byte a packet, and all of them (${protocol})`, async ({ upstream }) => {
    const plain = await send(upstream.port, path, { body });
    upstream.reset();
    upstream.script(faulty(reply(), oneByteAPacket()));
    const answer = await send(upstream.port, path, { body });
    expect(answer.text).toBe(plain.text);
    const reads = answer.reads.map(String).filter((read) => /^1\r\n.\r\n$/s.test(read));
    expect(reads.length).toBeGreaterThan(answer.body.length * 0.9);
  });

  it(`sends a stream in one packet (${protocol})`, async ({ upstream }) => {
    const plain = await send(upstream.port, path, { body });
    upstream.reset();
    upstream.script(faulty(reply(), onePacket()));
    const answer = await send(upstream.port, path, { body });
    expect(answer.text).toBe(plain.text);
    const framing = answer.bytes.toString().split('\r\n\r\n')[1]!.split('\r\n')[0]!;
    expect(Number.parseInt(framing, 16)).toBe(answer.body.length);
  });
}

it('sends packets of any size, also of bodies with a length', async ({ upstream }) => {
  upstream.script(faulty(reply({ text: '世界' }), packetsOf(7)));
  const answer = await send(upstream.port, CHAT, { body: {} });
  expect(JSON.parse(answer.text).choices[0].message.content).toBe('世界');
  expect(answer.headers['content-length']).toBe(String(answer.body.length));
});
