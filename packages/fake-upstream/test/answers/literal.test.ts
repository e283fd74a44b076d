import { describe, expect } from 'vitest';
import { empty, html, notHttp, raw, redirect, stream } from '../../src/index.ts';
import { CHAT, send } from '../raw-client.ts';
import { it } from '../upstream-test.ts';

describe('literal answers', () => {
  it('sends bytes as they are', async ({ upstream }) => {
    const body = Uint8Array.of(0, 255, 10);
    upstream.script(raw({ status: 418, headers: { 'x-a': 'b' }, body }));
    const answer = await send(upstream.port, CHAT);
    expect(answer).toMatchObject({ status: 418, headers: { 'x-a': 'b', 'content-length': '3' } });
    expect([...answer.body]).toEqual([...body]);
  });

  it('sends streams as they are', async ({ upstream }) => {
    upstream.script(stream({ events: ['data:a\r\r', { event: 'e', data: 'b\nc' }] }));
    const answer = await send(upstream.port, CHAT);
    expect(answer.text).toBe('data:a\r\revent: e\ndata: b\ndata: c\n\n');
  });

  it('frames a JSON array', async ({ upstream }) => {
    upstream.script(stream({ events: [{ data: '1' }, { data: '2' }], framing: 'array' }));
    expect(JSON.parse((await send(upstream.port, CHAT)).text)).toEqual([1, 2]);
    upstream.script(stream({ events: [], framing: 'array' }));
    expect(JSON.parse((await send(upstream.port, CHAT)).text)).toEqual([]);
  });

  it('sends HTML', async ({ upstream }) => {
    upstream.script(html(502));
    const answer = await send(upstream.port, CHAT);
    expect(answer).toMatchObject({
      status: 502,
      headers: { 'content-type': expect.stringMatching(/^text\/html/) },
    });
    expect(answer.text).toMatch(/^<!DOCTYPE html>/);
  });

  it('sends nothing', async ({ upstream }) => {
    upstream.script(empty());
    const answer = await send(upstream.port, CHAT);
    expect(answer).toMatchObject({ status: 200, text: '', whole: true });
  });

  it('redirects', async ({ upstream }) => {
    upstream.script(redirect('http://elsewhere.invalid/', 308));
    const answer = await send(upstream.port, CHAT);
    expect(answer).toMatchObject({
      status: 308,
      headers: { location: 'http://elsewhere.invalid/' },
    });
  });

  it('speaks no HTTP', async ({ upstream }) => {
    upstream.script(notHttp('HTTP/1.1 200 OK\r\ncontent-ty'));
    const answer = await send(upstream.port, CHAT);
    expect(answer.bytes.toString()).toBe('HTTP/1.1 200 OK\r\ncontent-ty');
    expect(answer.error).toBeUndefined();
    await expect(fetch(upstream.url).then((r) => r.text())).resolves.toContain('error');
  });

  it('answers unknown paths with 404', async ({ upstream }) => {
    const answer = await send(upstream.port, '/v1/else');
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text).error.message).toBe('Nothing is at GET /v1/else');
  });
});
