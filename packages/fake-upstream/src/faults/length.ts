import { asBytes, settled } from '../render.ts';
import type { Fault, Step } from '../step.ts';

/** Says a `content-length` that is off by so many bytes, and closes the connection at the end. */
export function wrongContentLength(difference: number): Fault {
  return function* (steps) {
    const body: Step[] = [...asBytes(steps)];
    let length = difference;
    for (const step of body) if (step.do === 'bytes') length += step.bytes.length;
    for (const step of body) {
      if (step.do === 'head') {
        const headers = { ...step.headers, 'content-length': String(length) };
        yield { ...step, headers, form: 'open' };
      } else {
        yield step.do === 'end' ? { do: 'close' } : step;
      }
    }
  };
}

/**
 * Ends a body cleanly, and with the length that it has then, though its last bytes are missing:
 * half of them unless told.
 */
export function truncatedBody(missing?: number): Fault {
  return function* (steps) {
    const chunks: Uint8Array[] = [];
    for (const step of asBytes(steps)) {
      if (step.do === 'bytes') {
        chunks.push(step.bytes);
        continue;
      }
      if (step.do === 'end') {
        const body = Buffer.concat(chunks);
        const kept = body.length - (missing ?? body.length >> 1);
        yield { do: 'bytes', bytes: body.subarray(0, kept) };
      }
      yield step;
    }
  };
}

/** Closes the connection after a whole answer whose head promised to keep it alive. */
export function hangUpAfterwards(): Fault {
  return function* (steps) {
    for (const step of settled(steps)) {
      yield step.do === 'end' ? { ...step, hangUp: true } : step;
    }
  };
}
