import { describe, expect } from 'vitest';
import {
  cutAfterChunks,
  cutAfterHeaders,
  cutBeforeHeaders,
  cutInCharacter,
  cutInChunk,
  cutInTransferChunk,
  faulty,
  reply,
  startFakeUpstream,
} from '../../src/index.ts';
import { CHAT, eventsOf, STREAMS, send } from '../raw-client.ts';
import { it } from '../upstream-test.ts';

const CUTS = [
  ['reset', 'ECONNRESET'],
  ['close', undefined],
] as const;

for (const [how, code] of CUTS) {
  describe(`cut by ${how}`, () => {
    it('comes before the headers', async ({ upstream }) => {
      upstream.script(faulty(reply(), cutBeforeHeaders(how)));
      const answer = await send(upstream.port, CHAT, { body: {} });
      expect(answer).toMatchObject({ bytes: Buffer.alloc(0), error: code });
    });

    for (const [protocol, path, body] of STREAMS) {
      it(`comes after the headers (${protocol})`, async ({ upstream }) => {
        upstream.script(faulty(reply(), cutAfterHeaders(how)));
        const answer = await send(upstream.port, path, { body });
        expect(answer).toMatchObject({ status: 200, text: '', whole: false, error: code });
      });

      it(`comes between chunks (${protocol})`, async ({ upstream }) => {
        upstream.script(faulty(reply(), cutAfterChunks(2, how)));
        const answer = await send(upstream.port, path, { body });
        expect(eventsOf(answer.text)).toHaveLength(2);
        expect(answer).toMatchObject({ whole: false, error: code });
      });

      it(`comes in mid-chunk (${protocol})`, async ({ upstream }) => {
        const whole = await send(upstream.port, path, { body });
        upstream.reset();
        upstream.script(faulty(reply(), cutInChunk(2, how)));
        const answer = await send(upstream.port, path, { body });
        expect(whole.text.startsWith(answer.text)).toBe(true);
        const after = answer.text.slice(answer.text.indexOf('\n\n') + 2);
        expect(after).not.toBe('');
        expect(after).not.toContain('\n\n');
        expect(answer).toMatchObject({ whole: false, error: code });
      });

      it(`comes in mid-character (${protocol})`, async ({ upstream }) => {
        upstream.script(faulty(reply({ text: 'Nür' }), cutInCharacter(how)));
        const answer = await send(upstream.port, path, { body });
        expect(answer.body.at(-1)).toBe(0xc3);
        expect(answer).toMatchObject({ whole: false, error: code });
      });
    }

    it('comes in the middle of a body with a length', async ({ upstream }) => {
      upstream.script(faulty(reply(), cutInChunk(1, how)));
      const answer = await send(upstream.port, CHAT, { body: {} });
      expect(answer.body).toHaveLength(Number(answer.headers['content-length']) >> 1);
      expect(answer).toMatchObject({ status: 200, error: code });
    });

    it('comes within a transfer chunk', async ({ upstream }) => {
      upstream.script(faulty(reply(), cutInTransferChunk(how)));
      const answer = await send(upstream.port, CHAT, { body: { stream: true } });
      const framed = answer.bytes.toString().split('\r\n\r\n')[1]!;
      const [size, text] = framed.split('\r\n');
      expect(text).toHaveLength(Number.parseInt(size!, 16) >> 1);
      expect(answer).toMatchObject({ whole: false, error: code });
    });

    it('comes within a transfer chunk of a whole body', async ({ upstream }) => {
      upstream.script(faulty(reply(), cutInTransferChunk(how)));
      const answer = await send(upstream.port, CHAT, { body: {} });
      expect(answer.headers['transfer-encoding']).toBe('chunked');
      expect(answer).toMatchObject({ whole: false, error: code });
    });
  });
}

describe('a cut', () => {
  it('may come after the last chunk, in place of the end', async ({ upstream }) => {
    upstream.script(faulty(reply({ text: 'a' }), cutAfterChunks(4)));
    const answer = await send(upstream.port, CHAT, { body: { stream: true } });
    expect(answer.text).toContain('[DONE]');
    expect(answer.whole).toBe(false);
  });

  it('must have a place', async () => {
    const upstream = await startFakeUpstream();
    upstream.script(faulty(reply({ text: 'plain' }), cutInCharacter()));
    await send(upstream.port, CHAT, { body: { stream: true } });
    await expect(upstream.close()).rejects.toThrow('before the place to cut it');
  });
});
