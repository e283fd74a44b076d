import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { answer, scriptedProvider } from '../support/scripted-provider.ts';
import { CHATS, KEY, serve } from '../support/serve.ts';

const provider = scriptedProvider(({ model }) => answer(model, 'Hi'));
const { path, body } = CHATS.openai;

describe('the body of a request', () => {
  it('may be as large as the limit', async () => {
    const { post } = await serve({ provider, maxBodyBytes: 4096 });
    const text = JSON.stringify(body);
    expect((await post(path, text.padEnd(4096))).status).toBe(200);
    const refused = await post(path, text.padEnd(4097));
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({
      error: { type: 'request_too_large', code: 'request_too_large' },
    });
  });

  it('is not read when it announces more, and the answer arrives all the same', async () => {
    const { post } = await serve({ provider, maxBodyBytes: 1024 });
    const response = await post(path, 'x'.repeat(8 * 1024 * 1024));
    expect(response.status).toBe(413);
    await response.json();
  });

  it('is given up as soon as it is too large, when it announces nothing', async () => {
    const { url } = await serve({ provider, maxBodyBytes: 1024 });
    const sending = request(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'transfer-encoding': 'chunked' },
    });
    sending.on('error', () => {});
    sending.write('x'.repeat(2000));
    const [response] = await once(sending, 'response');
    expect(response.statusCode).toBe(413);
    sending.destroy();
  });

  it.each([
    ['{"a":', {}, 400, 'not valid JSON'],
    ['', {}, 400, 'no body'],
    ['"text"', {}, 400, 'object'],
    ['{"__proto__":{"model":"x"}}', {}, 400, 'model'],
    [JSON.stringify(body), { 'content-encoding': 'gzip' }, 415, 'compressed'],
    ['--x', { 'content-type': 'multipart/form-data; boundary=x' }, 415, 'application/json'],
  ] as const)('%s with %j is a %d', async (text, headers, status, message) => {
    const { post } = await serve({ provider });
    const response = await post(path, text, headers);
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toContain(message);
  });

  it('is JSON whatever its content type says', async () => {
    const { post } = await serve({ provider });
    const response = await post(path, body, { 'content-type': 'text/plain' });
    expect(response.status).toBe(200);
  });

  it('may come byte by byte', async () => {
    const { url } = await serve({ provider });
    const text = Buffer.from(JSON.stringify({ ...body, user: 'ü😀' }));
    const sending = request(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}` },
    });
    for (const byte of text) {
      sending.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    sending.end();
    const [response] = await once(sending, 'response');
    expect(response.statusCode).toBe(200);
    response.resume();
  });
});

describe('what is not HTTP', () => {
  it('is answered with JSON', async () => {
    const { url } = await serve({ provider });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.end('nonsense\r\n\r\n');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    expect(text).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toHaveProperty('error.message');
  });

  it('has its own status for headers that are too large', async () => {
    const { call } = await serve({ provider });
    const response = await call('/healthz', { headers: { 'x-large': 'x'.repeat(40_000) } });
    expect(response.status).toBe(431);
  });
});
