import { createServer, type Socket } from 'node:net';
import { defaultAnswer } from '../answers/default.ts';
import { reply } from '../answers/reply.ts';
import { RecordedRequest } from '../recorded-request.ts';
import type { Answer } from '../step.ts';
import { type Prebuilt, prebuild } from './prebuilt.ts';
import { RequestScanner, type ScannedRequest } from './request-scanner.ts';

export interface StaticUpstreamOptions {
  /** 0, the default, takes a free one. */
  port?: number;
  /** How many deltas of text a stream has: 500 unless told. */
  chunks?: number;
  /** Characters of a delta: 20 unless told. */
  chunkLength?: number;
  /** Characters of an answer in one piece: 700 unless told, which makes about 1 KB of JSON. */
  textLength?: number;
  /** Milliseconds between two chunks of a stream; without it a stream is one write. */
  pace?: number;
  /** Milliseconds from a request to the first byte of its answer. */
  delay?: number;
}

export interface StaticUpstream {
  readonly url: string;
  readonly port: number;
  /** How many requests were answered or are being answered. */
  readonly answered: number;
  close(): Promise<void>;
}

/**
 * Starts a provider for benchmarks: every answer is made before the first request comes, and a
 * request costs little more than its read and its write. The answer depends on the path, and on
 * whether a stream is asked for; usage is always sent. Nothing is recorded.
 */
export async function startStaticUpstream(
  options: StaticUpstreamOptions = {},
): Promise<StaticUpstream> {
  const { pace = 0, delay = 0 } = options;
  const prebuilt = prebuilder(options);
  const sockets = new Set<Socket>();
  let answered = 0;

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const timers = new Set<NodeJS.Timeout>();
    const send = (request: ScannedRequest) => {
      const answer = prebuilt(request);
      if (pace > 0 && request.stream) sendPaced(socket, answer, pace, timers);
      else socket.write(answer.whole);
    };
    const scanner = new RequestScanner((request) => {
      answered += 1;
      if (delay === 0) return send(request);
      const timer = setTimeout(() => {
        timers.delete(timer);
        send(request);
      }, delay);
      timers.add(timer);
    });
    socket.on('data', (bytes) => scanner.push(bytes));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      sockets.delete(socket);
      for (const timer of timers) clearTimeout(timer);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port ?? 0, host: '127.0.0.1', backlog: 2048 }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given');

  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    get answered() {
      return answered;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function sendPaced(
  socket: Socket,
  answer: Prebuilt,
  pace: number,
  timers: Set<NodeJS.Timeout>,
): void {
  socket.write(answer.head);
  let next = 0;
  const timer = setInterval(() => {
    const chunk = answer.chunks[next];
    next += 1;
    if (chunk !== undefined) socket.write(chunk);
    if (next < answer.chunks.length) return;
    clearInterval(timer);
    timers.delete(timer);
  }, pace);
  timers.add(timer);
}

/** Makes the answers of each path once. */
function prebuilder(options: StaticUpstreamOptions): (request: ScannedRequest) => Prebuilt {
  const { chunks = 500, chunkLength = 20, textLength = 700 } = options;
  const whole = reply({ text: 'x'.repeat(textLength) });
  const streamed = reply({ text: 'x'.repeat(chunks * chunkLength), chunks });
  const made = new Map<string, Prebuilt>();
  return ({ path, stream }) => {
    const key = stream ? `stream ${path}` : path;
    const known = made.get(key);
    if (known !== undefined) return known;
    const answer = build(path, stream, stream ? streamed : whole);
    made.set(key, answer);
    return answer;
  };
}

/** A path of the API is asked with POST, but for the list of models. */
function build(path: string, stream: boolean, chat: Answer): Prebuilt {
  const method = path.includes('/models') && !path.includes(':') ? 'GET' : 'POST';
  const body = { stream, stream_options: { include_usage: true } };
  const request = new RecordedRequest(
    1,
    { method, url: path, headers: {}, rawHeaders: [] },
    Buffer.from(JSON.stringify(body)),
  );
  const answer = request.endpoint?.resource === 'chat' ? chat : defaultAnswer;
  return prebuild(answer, request);
}
