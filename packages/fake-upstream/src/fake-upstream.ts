import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultAnswer } from './answers/default.ts';
import { utf8 } from './json.ts';
import { play, type Sleep } from './play.ts';
import { RecordedRequest } from './recorded-request.ts';
import { type Match, Script } from './script.ts';
import type { Answer } from './step.ts';

export interface FakeUpstreamOptions {
  /** What pauses of finite length wait with; real timers if it is left out. */
  sleep?: Sleep;
}

/** A provider on loopback that says what it is told to, and remembers what it was asked. */
export interface FakeUpstream {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Every request that arrived whole, in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** How many connections are open. */
  readonly connections: number;
  /**
   * Adds an answer for the next request that fits. It is given once, or as often as `times` says.
   * Requests that no answer is left for get a short valid one in the protocol of their path.
   */
  script(answer: Answer, match?: Match & { times?: number }): void;
  /** The request of this number, counted from 1, as soon as it has arrived. */
  request(number: number): Promise<RecordedRequest>;
  /** Forgets the answers that are left and the requests that came. */
  reset(): void;
  /**
   * Destroys every socket and timer.
   * @throws the first error of a script that could not be played
   */
  close(): Promise<void>;
}

const realSleep: Sleep = (ms, signal) => delay(ms, undefined, { signal });

/** Starts a fake upstream on a free port of 127.0.0.1. */
export async function startFakeUpstream(options: FakeUpstreamOptions = {}): Promise<FakeUpstream> {
  const sleep = options.sleep ?? realSleep;
  const script = new Script();
  const requests: RecordedRequest[] = [];
  const sockets = new Set<Socket>();
  const mistakes: unknown[] = [];
  const waiting = new Map<number, ((request: RecordedRequest) => void)[]>();
  let closing = false;

  const respond = async (message: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(message);
    if (body === undefined) return;
    const request = new RecordedRequest(requests.length + 1, message, body);
    response.once('finish', () => request.close('answered'));
    response.once('close', () => request.close(closing ? 'cut' : 'aborted'));
    requests.push(request);
    for (const resolve of waiting.get(request.number) ?? []) resolve(request);
    waiting.delete(request.number);
    try {
      const answer = script.choose(request) ?? defaultAnswer;
      await play(answer(request), response, request, sleep);
    } catch (error) {
      mistakes.push(error);
      admit(error, response);
    }
  };

  const server = createServer({ noDelay: true, requestTimeout: 0, keepAliveTimeout: 0 }, respond);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given');

  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    get connections() {
      return sockets.size;
    },
    script(answer, { times = 1, ...match } = {}) {
      script.add(answer, match, times);
    },
    request(number) {
      const arrived = requests[number - 1];
      if (arrived !== undefined) return Promise.resolve(arrived);
      return new Promise((resolve) => {
        waiting.set(number, [...(waiting.get(number) ?? []), resolve]);
      });
    },
    reset() {
      script.clear();
      requests.length = 0;
    },
    async close() {
      closing = true;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      if (mistakes.length > 0) throw mistakes[0];
    },
  };
}

/** The whole body, or nothing if the client left while sending it. */
async function readBody(message: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(chunk);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** Tells the client that the script is wrong; `close` tells the test. */
function admit(error: unknown, response: ServerResponse): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const text = `The fake upstream could not play its script: ${error}`;
  response.writeHead(500, { 'content-type': 'text/plain' });
  response.end(utf8(text));
}
