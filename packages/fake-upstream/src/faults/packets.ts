import { settled } from '../render.ts';
import type { Fault, Step } from '../step.ts';

/** Sends the body in pieces of so many bytes, wherever characters and events are cut by that. */
export function packetsOf(size: number): Fault {
  return function* (steps) {
    for (const step of settled(steps)) {
      if (step.do !== 'bytes') {
        yield step;
        continue;
      }
      for (let from = 0; from < step.bytes.length; from += size) {
        yield { do: 'bytes', bytes: step.bytes.subarray(from, from + size) };
      }
    }
  };
}

/** Sends every byte of the body by itself. */
export function oneByteAPacket(): Fault {
  return packetsOf(1);
}

/** Sends the whole body at once, however many events it has. */
export function onePacket(): Fault {
  return function* (steps) {
    const chunks: Uint8Array[] = [];
    for (const step of settled(steps)) {
      if (step.do === 'bytes') {
        chunks.push(step.bytes);
        continue;
      }
      if (chunks.length > 0) yield joined(chunks.splice(0));
      yield step;
    }
  };
}

function joined(chunks: Uint8Array[]): Step {
  return { do: 'bytes', bytes: Buffer.concat(chunks) };
}
