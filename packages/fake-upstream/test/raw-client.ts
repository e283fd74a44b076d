import { connect, type Socket } from 'node:net';
import type { JsonValue } from '@ofoxai/core';

/** What a connection brought, byte by byte as the network had it. */
export interface RawAnswer {
  /** All bytes, head and transfer framing included. */
  bytes: Buffer;
  /** One entry a read. */
  reads: Buffer[];
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The body without its transfer framing, as far as it came. */
  body: Buffer;
  text: string;
  /** Whether the body came to its end by HTTP's own rules. */
  whole: boolean;
  /** `ECONNRESET` after a reset; nothing after a clean close. */
  error: string | undefined;
}

export interface RawRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: JsonValue;
}

/** Sends one request on a connection of its own, and keeps the connection. */
export function open(port: number, path: string, request: RawRequest = {}): Socket {
  const body = request.body === undefined ? '' : JSON.stringify(request.body);
  const method = request.method ?? (body === '' ? 'GET' : 'POST');
  const headers = {
    host: 'upstream',
    'content-length': Buffer.byteLength(body),
    ...request.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  return socket;
}

/** Sends one request and reads until its body is whole or the connection is over. */
export function send(port: number, path: string, request: RawRequest = {}): Promise<RawAnswer> {
  const socket = open(port, path, request);
  return new Promise((resolve) => {
    const reads: Buffer[] = [];
    let error: string | undefined;
    socket.on('data', (bytes: Buffer) => {
      reads.push(bytes);
      if (parse(reads, error).whole) socket.destroy();
    });
    socket.on('error', (failure: NodeJS.ErrnoException) => {
      error = failure.code;
    });
    socket.on('close', () => resolve(parse(reads, error)));
  });
}

function parse(reads: Buffer[], error: string | undefined): RawAnswer {
  const bytes = Buffer.concat(reads);
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.toString('latin1', 0, Math.max(end, 0));
  const headers: Record<string, string> = {};
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const payload = end === -1 ? Buffer.alloc(0) : bytes.subarray(end + 4);
  const length = headers['content-length'];
  const { body, whole } =
    length === undefined
      ? unchunk(payload)
      : { body: payload, whole: payload.length >= Number(length) };
  return {
    bytes,
    reads: [...reads],
    status: Number(head.split(' ')[1] ?? 0),
    headers,
    body,
    text: body.toString(),
    whole: end !== -1 && whole,
    error,
  };
}

function unchunk(payload: Buffer): { body: Buffer; whole: boolean } {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = payload.indexOf('\r\n', at);
    if (end === -1) return { body: Buffer.concat(parts), whole: false };
    const size = Number.parseInt(payload.toString('latin1', at, end), 16);
    if (size === 0) return { body: Buffer.concat(parts), whole: true };
    parts.push(payload.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

export const CHAT = '/v1/chat/completions';
export const MESSAGES = '/anthropic/v1/messages';
export const GENERATE = '/gemini/v1beta/models/google/gemini:generateContent';
export const GENERATE_STREAM = '/gemini/v1beta/models/google/gemini:streamGenerateContent?alt=sse';

/** A streamed chat request of each protocol. */
export const STREAMS: readonly [string, string, JsonValue][] = [
  ['openai', CHAT, { model: 'm', stream: true, stream_options: { include_usage: true } }],
  ['anthropic', MESSAGES, { model: 'm', stream: true }],
  ['gemini', GENERATE_STREAM, {}],
];

/** The data of the events of a stream with plain framing. */
export function dataOf(text: string): string[] {
  return text
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => event.slice(event.indexOf('data: ') + 6));
}

// biome-ignore lint/suspicious/noExplicitAny: tests reach into answers whose form they know
export type Loose = any;

/** The JSON of the events of a stream, without OpenAI's `[DONE]`. */
export function eventsOf(text: string): Loose[] {
  return dataOf(text)
    .filter((data) => data !== '[DONE]')
    .map((data) => JSON.parse(data));
}
