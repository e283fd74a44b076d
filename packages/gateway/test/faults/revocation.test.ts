import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROTOCOL_NAMES } from '@ofoxai/core';
import { faulty, pauseAfterChunks, pauseBeforeHeaders, reply } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { KeyStore } from '../../src/keys/key-store.ts';
import { temporaryDirectory } from '../keys/temporary-directory.ts';
import { messageOf, readStream, STREAMS } from '../support/ask.ts';
import { CHATS, KEY, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** A gateway whose one key can be revoked. */
async function serveRevocable(url: string, back: (typeof PROTOCOL_NAMES)[number]) {
  const file = join(temporaryDirectory(), 'keys.jsonl');
  const entry = { sha256: hash('sha256', KEY), created: '2026-01-01T00:00:00Z' };
  writeFileSync(file, JSON.stringify(entry));
  const clock = { every: () => () => {} };
  const keys = await KeyStore.open({ file, rpm: 200, clock, now: Date.now });
  const served = await serve({ keys, nodes: [node(back, url)] });
  const revoke = async () => {
    writeFileSync(file, JSON.stringify({ ...entry, revoked: '2026-02-01T00:00:00.000Z' }));
    await keys.reload();
  };
  return { ...served, revoke };
}

describe.each(PROTOCOL_NAMES)('a key of a caller of %s that is revoked', (face) => {
  it.each(PROTOCOL_NAMES)('in mid-stream from %s ends it, and says why', async (back) => {
    const upstream = await fakeUpstream();
    upstream.script(faulty(reply({ chunks: 5 }), pauseAfterChunks(4, FOREVER)));
    const { post, revoke, records } = await serveRevocable(upstream.url, back);
    const response = await post(STREAMS[face].path, STREAMS[face].body);
    expect(response.status).toBe(200);
    await revoke();
    const { text, error, isBroken } = await readStream(face, response);
    expect(text).toContain('The API Key was revoked.');
    expect(error !== undefined || isBroken).toBe(true);
    expect(text).not.toMatch(/\[DONE\]|message_stop/);
    expect(await (await upstream.request(1)).closed).toBe('aborted');
    await expect.poll(() => records[0]).toMatchObject({ error: 'authentication' });
  });

  it('before the answer gets a 401', async () => {
    const upstream = await fakeUpstream();
    upstream.script(faulty(reply(), pauseBeforeHeaders(FOREVER)));
    const { post, revoke } = await serveRevocable(upstream.url, 'openai');
    const answered = post(CHATS[face].path, CHATS[face].body);
    const request = await upstream.request(1);
    await revoke();
    const response = await answered;
    expect(response.status).toBe(401);
    expect(messageOf(await response.json())).toBe('The API Key was revoked.');
    expect(await request.closed).toBe('aborted');
  });
});
