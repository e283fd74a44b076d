import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { OfoxClient } from '../../src/client/ofox-client.ts';
import type { ClientOptions } from '../../src/client/options.ts';
import { defaultPlatform } from '../../src/client/platform.ts';
import type { Platform } from '../../src/client/transport.ts';
import { OfoxError } from '../../src/error.ts';
import type { JsonObject } from '../../src/json.ts';

export const KEY = 'sk-test-planted-3f9a';

export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: JsonObject;
  /** Resolves when the connection has been closed before the answer was complete. */
  cut: Promise<void>;
}

type Handler = (response: ServerResponse, request: SeenRequest, turn: number) => void;

export interface TestServer {
  url: string;
  seen: SeenRequest[];
}

/** A server on loopback that closes with the test. */
export async function serve(handler: Handler): Promise<TestServer> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const cut = new Promise<void>((resolve) => {
      response.on('close', () => {
        if (!response.writableFinished) resolve();
      });
    });
    const { method = '', url: path = '', headers } = request;
    const entry = { method, path, headers, body: await readBody(request), cut };
    seen.push(entry);
    handler(response, entry, seen.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** A port at which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function readBody(request: IncomingMessage): Promise<JsonObject> {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) text += piece;
  return text === '' ? {} : JSON.parse(text);
}

/**
 * A client of the server, and the waits before its retries, which take no time; deadlines take
 * theirs. The dice are thrown for a wait and for nothing else, which tells the two apart.
 */
export function clientOf(
  server: { url: string },
  options: ClientOptions = {},
  platform: Partial<Platform> = {},
): { client: OfoxClient; waits: number[] } {
  const waits: number[] = [];
  let isWait = false;
  const random = () => {
    isWait = true;
    return 0.5;
  };
  const after: Platform['after'] = (ms, callback) => {
    if (!isWait) return defaultPlatform.after(ms, callback);
    isWait = false;
    waits.push(ms);
    return defaultPlatform.after(0, callback);
  };
  const client = new OfoxClient(
    { apiKey: KEY, baseUrl: server.url, ...options },
    { random, after, ...platform },
  );
  return { client, waits };
}

/** What the promise was rejected with, which must be an `OfoxError`. */
export async function errorOf(promise: Promise<unknown>): Promise<OfoxError> {
  try {
    await promise;
  } catch (error) {
    if (OfoxError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export const completion = (text = 'Hello', model = 'openai/gpt-4o') => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model,
  choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
});

const chunk = (delta: JsonObject, finish: string | null = null) =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'openai/gpt-4o',
    choices: [{ index: 0, delta, finish_reason: finish }],
  })}\n\n`;

/** The chunks of a streamed answer, without the closing `[DONE]`. */
export const preamble = chunk({ role: 'assistant', content: '' });
export const piece = (text: string) => chunk({ content: text });
export const lastPiece = chunk({}, 'stop');
export const done = 'data: [DONE]\n\n';

export function stream(response: ServerResponse, ...texts: string[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  for (const text of texts) response.write(text);
}

export const ask = (model = 'openai/gpt-4o') => ({
  model,
  messages: [{ role: 'user' as const, content: 'Hi' }],
});
