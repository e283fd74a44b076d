import type { ServerResponse } from 'node:http';
// Imported, so that a test's fake timers leave them alone.
import { setImmediate, setTimeout } from 'node:timers';
import type { RecordedRequest } from './recorded-request.ts';
import { settled } from './render.ts';
import type { Pause, Step, Steps } from './step.ts';

/** Waits some milliseconds; the signal ends the wait early and frees its timer. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/**
 * Milliseconds between the last bytes and a reset. A reader that finds both at once takes the reset
 * for a clean end: libuv does.
 */
const BEFORE_RESET = 5;

/** Does an answer's steps one after the other, until they end or the client leaves. */
export async function play(
  steps: Steps,
  response: ServerResponse,
  request: RecordedRequest,
  sleep: Sleep,
): Promise<void> {
  for (const step of settled(steps)) {
    if (request.ending !== undefined) return;
    await act(step, response, request, sleep);
  }
}

async function act(
  step: Step,
  response: ServerResponse,
  request: RecordedRequest,
  sleep: Sleep,
): Promise<void> {
  switch (step.do) {
    case 'head':
      response.writeHead(step.status, step.headers);
      if (step.headers['content-length'] === undefined) response.flushHeaders();
      return;
    case 'bytes':
      return write(step.bytes, response, request);
    case 'raw':
      flushHead(response);
      return untilClosed(response, (done) => {
        response.socket?.write(step.bytes, () => afterTurn(done));
      });
    case 'pause':
      flushHead(response);
      return pause(step.pause, response, sleep);
    case 'end': {
      const { socket } = response;
      await untilClosed(response, (done) => {
        response.end(done);
      });
      if (step.hangUp === true) socket?.end();
      return;
    }
    case 'reset':
    case 'close':
      flushHead(response);
      return cut(step.do, response, request);
    default:
      throw new TypeError(`The step '${step.do}' was not turned into bytes`);
  }
}

/** One write, over when the kernel has taken it and a client in this process had its turn. */
function write(
  bytes: Uint8Array,
  response: ServerResponse,
  request: RecordedRequest,
): Promise<void> {
  return untilClosed(response, (done) => {
    let taken = false;
    response.write(bytes, () => {
      taken = true;
      request.bytesWritten += bytes.length;
      afterTurn(done);
    });
    afterTurn(() => {
      if (!taken) request.stall();
    });
  });
}

function pause(pause: Pause, response: ServerResponse, sleep: Sleep): Promise<void> {
  return untilClosed(response, (done, signal) => {
    if (typeof pause !== 'number') pause.then(done, done);
    else if (pause !== Number.POSITIVE_INFINITY) sleep(pause, signal).then(done, done);
  });
}

async function cut(
  how: 'reset' | 'close',
  response: ServerResponse,
  request: RecordedRequest,
): Promise<void> {
  if (how === 'reset' && response.headersSent) {
    await untilClosed(response, (done) => {
      setTimeout(done, BEFORE_RESET);
    });
  }
  if (request.ending !== undefined) return;
  request.close('cut');
  await untilClosed(response, () => {
    if (how === 'reset') response.socket?.resetAndDestroy();
    else response.socket?.end(() => response.destroy());
  });
}

/** Calls back when every socket of this process has been polled once more. */
function afterTurn(done: () => void): void {
  setImmediate(() => setImmediate(done));
}

/** Sends a head that waits for the first part of its body. */
function flushHead(response: ServerResponse): void {
  if (response.headersSent) response.flushHeaders();
}

/** Runs something that calls `done`, and ends at once if the connection closes before. */
function untilClosed(
  response: ServerResponse,
  start: (done: () => void, signal: AbortSignal) => void,
): Promise<void> {
  if (response.closed || response.socket === null) return Promise.resolve();
  return new Promise((resolve) => {
    const controller = new AbortController();
    const done = () => {
      response.off('close', done);
      controller.abort();
      resolve();
    };
    response.once('close', done);
    start(done, controller.signal);
  });
}
