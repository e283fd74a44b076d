import { connect } from 'node:net';
import { PROTOCOL_NAMES } from '@ofoxai/core';
import { redirect } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { messageOf, STREAMS } from '../support/ask.ts';
import { CHATS, KEY, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

/** What a server answers to these bytes, until it closes the connection. */
async function exchange(url: string, request: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write(request);
  let text = '';
  for await (const bytes of socket) {
    text += bytes;
    // Whatever else was to be found in the request would be answered on the same connection.
    if (/\r\n\r\n[\s\S]*}$/.test(text)) setTimeout(() => socket.destroy(), 50);
  }
  return text;
}

describe('an upstream that sends elsewhere', () => {
  it.each([301, 302, 303, 307, 308])('with %d is not followed', async (status) => {
    for (const back of PROTOCOL_NAMES) {
      const [first, elsewhere] = [await fakeUpstream(), await fakeUpstream()];
      first.script(redirect(`${elsewhere.url}/v1/chat/completions`, status), { times: 2 });
      const { post } = await serve({ nodes: [node(back, first.url)] });
      for (const asked of [CHATS.openai, STREAMS.openai]) {
        const response = await post(asked.path, asked.body);
        expect(response.status).toBe(502);
        expect(messageOf(await response.json())).not.toContain(elsewhere.url);
      }
      expect(first.requests).toHaveLength(2);
      expect(elsewhere.connections).toBe(0);
    }
  });
});

describe('a request within a request', () => {
  const body = JSON.stringify(CHATS.openai.body);
  const head = `POST ${CHATS.openai.path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${KEY}\r\n`;
  const inner = 'GET /v1/models HTTP/1.1\r\nhost: a\r\n\r\n';

  it.each([
    ['two lengths', `content-length: 4\r\ncontent-length: ${body.length}\r\n`],
    ['a length and chunks', `content-length: ${body.length}\r\ntransfer-encoding: chunked\r\n`],
    ['an unknown transfer coding', 'transfer-encoding: xchunked\r\n'],
    ['chunked twice', 'transfer-encoding: chunked, identity\r\n'],
    ['a space before the colon', `content-length : ${body.length}\r\n`],
    ['a folded line', `x-a: b\r\n content-length: ${body.length}\r\n`],
    ['a length that is no number', 'content-length: +10\r\n'],
  ])('by %s is refused, and its connection closed', async (_, framing) => {
    const upstream = await fakeUpstream();
    const { url } = await serve({ nodes: [node('openai', upstream.url)] });
    const text = await exchange(url, `${head}${framing}\r\n${body}${inner}`);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(upstream.requests).toHaveLength(0);
  });

  it('goes to the upstream with a length of its own, whatever the caller framed it by', async () => {
    for (const back of PROTOCOL_NAMES) {
      const upstream = await fakeUpstream();
      const { url } = await serve({ nodes: [node(back, upstream.url)] });
      const chunked = `${body.length.toString(16)};x=y\r\n${body}\r\n0\r\nx-trailer: a\r\n\r\n`;
      const framing = 'transfer-encoding: chunked\r\nconnection: close, x-hop\r\nx-hop: 1\r\n';
      await exchange(url, `${head}${framing}te: trailers\r\nupgrade: h2c\r\n\r\n${chunked}`);
      const { headers, body: sent } = await upstream.request(1);
      expect(headers['content-length']).toBe(String(sent.length));
      for (const name of ['transfer-encoding', 'te', 'upgrade', 'x-hop', 'trailer', 'x-trailer']) {
        expect(headers).not.toHaveProperty(name);
      }
      expect(headers.connection).not.toContain('x-hop');
    }
  });
});

describe('a model in the path', () => {
  it.each([
    '..%2f..%2fadmin',
    'a%3Fkey=b',
    'a%23b',
    'a%0d%0ax-injected:%201',
    '%2e%2e/secret',
    'a b',
  ])('%s stays one name on the way to the upstream', async (model) => {
    const upstream = await fakeUpstream();
    const { call } = await serve({ nodes: [node('gemini', upstream.url)] });
    const path = `/gemini/v1beta/models/house%2F${model}:generateContent`;
    const response = await call(path, { method: 'POST', body: JSON.stringify(CHATS.gemini.body) });
    await response.text();
    expect([200, 400, 404]).toContain(response.status);
    for (const request of upstream.requests) {
      expect(request.path).toMatch(/^\/v1beta\/models\/[^/]+\/[^/]+:generateContent$/);
      expect(request.path).not.toMatch(/\.\.\/|\/admin|\/secret/);
      expect(request.headers).not.toHaveProperty('x-injected');
      expect(request.query.get('key')).toBeNull();
    }
  });
});

describe('headers that a caller makes up', () => {
  it('neither reach the upstream nor break its request', async () => {
    const upstream = await fakeUpstream();
    const { post } = await serve({ nodes: [node('anthropic', upstream.url)] });
    await post(CHATS.anthropic.path, CHATS.anthropic.body, {
      'anthropic-beta': 'a,b',
      'x-ofox-embedded': 'hang',
      host: 'elsewhere.example',
      range: 'bytes=0-1',
      'accept-encoding': 'br',
      authorization: `Bearer ${KEY}`,
      'proxy-authorization': 'Basic eDp5',
    });
    const { headers } = await upstream.request(1);
    expect(headers['anthropic-beta']).toBe('a,b');
    expect(headers.host).toBe(new URL(upstream.url).host);
    for (const name of ['range', 'proxy-authorization', 'x-ofox-embedded', 'authorization']) {
      expect(headers).not.toHaveProperty(name);
    }
    expect(headers['accept-encoding'] ?? 'identity').not.toBe('br');
  });
});
