import { STATUS_CODES } from 'node:http';
import type { RecordedRequest } from '../recorded-request.ts';
import { settled } from '../render.ts';
import type { Answer, HeaderFields } from '../step.ts';

/** An answer as it goes onto the socket. */
export interface Prebuilt {
  head: Buffer;
  /** The parts of the body with their framing, the last one with the end of the body. */
  chunks: readonly Buffer[];
  /** Head and body in one. */
  whole: Buffer;
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** Renders an answer once, for a request that stands for all that will get it. */
export function prebuild(answer: Answer, request: RecordedRequest): Prebuilt {
  let head: Buffer = Buffer.alloc(0);
  let chunked = false;
  const chunks: Buffer[] = [];
  for (const step of settled(answer(request))) {
    if (step.do === 'head') {
      chunked = step.headers['content-length'] === undefined;
      head = headBytes(step.status, step.headers, chunked);
    } else if (step.do === 'bytes') {
      chunks.push(chunked ? transferChunk(step.bytes) : Buffer.from(step.bytes));
    } else if (step.do !== 'end') {
      throw new TypeError(`A static answer cannot have the step '${step.do}'`);
    }
  }
  if (chunked) chunks.push(Buffer.concat([chunks.pop() ?? Buffer.alloc(0), LAST_CHUNK]));
  return { head, chunks, whole: Buffer.concat([head, ...chunks]) };
}

function headBytes(status: number, headers: HeaderFields, chunked: boolean): Buffer {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`];
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value].flat()) lines.push(`${name}: ${one}`);
  }
  if (chunked) lines.push('transfer-encoding: chunked');
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

function transferChunk(bytes: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);
}
