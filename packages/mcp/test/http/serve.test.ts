import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { makeApp, startGateway, startHttp } from '../support/start.ts';

const TOKEN = 'test-token-0123456789';

const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 't', version: '1' },
  },
});

interface Ask {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A request whose every header is ours, as `fetch` would not send them. */
function ask(url: string, { method = 'POST', path, headers = {}, body }: Ask) {
  const { port, pathname } = new URL(url);
  return new Promise<{ status: number; text: string; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port,
          path: path ?? pathname,
          method,
          headers: {
            accept: 'application/json, text/event-stream',
            'content-type': 'application/json',
            ...headers,
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk) => {
            text += chunk;
          });
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    },
  );
}

async function start(args: string[] = [], env: Record<string, string> = {}): Promise<string> {
  const app = makeApp(await startGateway(), { args: ['--http', '--port', '0', ...args], env });
  return (await startHttp(app)).url;
}

describe('the guard', () => {
  test.each([
    [{ host: 'evil.example' }, 403],
    [{ host: 'localhost.evil.example' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ host: 'localhost:3333', origin: 'http://localhost:5173' }, 200],
    [{}, 200],
  ])('answers %j with %i', async (headers, status) => {
    expect((await ask(await start(), { headers, body: INITIALIZE })).status).toBe(status);
  });

  test('wants the token when there is one', async () => {
    const url = await start([], { MCP_AUTH_TOKEN: TOKEN });
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const status = async (headers: Record<string, string>) =>
      (await ask(url, { headers, body: INITIALIZE })).status;
    expect(await status({})).toBe(401);
    expect(await status(bearer('wrong'))).toBe(401);
    expect(await status(bearer(`${TOKEN}x`))).toBe(401);
    expect(await status({ authorization: TOKEN })).toBe(401);
    expect(await status(bearer(TOKEN))).toBe(200);
    expect(await status({ ...bearer(TOKEN), host: 'evil.example' })).toBe(403);
  });

  test('does not hide the health of the process', async () => {
    const url = await start([], { MCP_AUTH_TOKEN: TOKEN });
    const { status, text } = await ask(url, { method: 'GET', path: '/healthz' });
    expect([status, text]).toEqual([200, 'ok\n']);
  });
});

describe('what is no MCP', () => {
  test.each([
    [{ path: '/' }, 404],
    [{ body: '{' }, 400],
    [{ body: '' }, 400],
    [{ headers: { 'content-type': 'text/plain' }, body: INITIALIZE }, 415],
    [{ headers: { 'content-length': String(65 * 1024 * 1024) } }, 413],
    [{ headers: { 'mcp-session-id': 'unknown' }, body: INITIALIZE }, 404],
    [{ method: 'GET' }, 400],
    [{ method: 'PUT' }, 405],
  ])('%j is answered with %i', async (what, status) => {
    const url = await start();
    const asked = ask(url, what);
    expect((await asked).status).toBe(status);
  });
});

test('a session ends when its client says so', async () => {
  const url = await start();
  const { headers } = await ask(url, { body: INITIALIZE });
  const session = { 'mcp-session-id': String(headers['mcp-session-id']) };
  const ping = { headers: session, body: '{"jsonrpc":"2.0","id":2,"method":"ping"}' };
  expect((await ask(url, ping)).status).toBe(200);
  expect((await ask(url, { method: 'DELETE', headers: session })).status).toBe(200);
  expect((await ask(url, ping)).status).toBe(404);
});
