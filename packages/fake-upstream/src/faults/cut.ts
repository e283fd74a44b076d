import { utf8 } from '../json.ts';
import { asBytes, settled } from '../render.ts';
import type { Cut, Fault, Step, Steps } from '../step.ts';

/** Breaks the connection instead of answering. */
export function cutBeforeHeaders(how: Cut = 'reset'): Fault {
  return () => [{ do: how }];
}

/** Sends the head and breaks the connection. */
export function cutAfterHeaders(how: Cut = 'reset'): Fault {
  return cutAfterChunks(0, how);
}

/** Breaks the connection after some chunks: events of a stream, or the one chunk of a whole body. */
export function cutAfterChunks(count: number, how: Cut = 'reset'): Fault {
  return (steps) => cutWhere(steps, how, (_, before) => (before >= count ? 0 : undefined));
}

/** Breaks the connection when half of a chunk is sent, by default of the first one. */
export function cutInChunk(number = 1, how: Cut = 'reset'): Fault {
  return (steps) =>
    cutWhere(steps, how, (bytes, before) =>
      before === number - 1 && bytes.length > 0 ? bytes.length >> 1 : undefined,
    );
}

/**
 * Breaks the connection after the first byte of the first character that has several.
 * @throws when played over an answer without such a character
 */
export function cutInCharacter(how: Cut = 'reset'): Fault {
  return (steps) =>
    cutWhere(steps, how, (bytes) => {
      const first = bytes.findIndex((byte) => byte >= 0xc0);
      return first === -1 ? undefined : first + 1;
    });
}

/** Announces a transfer chunk that is longer than what is sent of it, then breaks the connection. */
export function cutInTransferChunk(how: Cut = 'reset'): Fault {
  return function* (steps) {
    for (const step of asBytes(steps)) {
      if (step.do !== 'bytes') {
        yield step.do === 'head' ? { ...step, form: 'open' } : step;
        continue;
      }
      const size = step.bytes.length.toString(16);
      yield { do: 'raw', bytes: utf8(`${size}\r\n`) };
      yield { do: 'raw', bytes: step.bytes.subarray(0, step.bytes.length >> 1) };
      yield { do: how };
      return;
    }
  };
}

/**
 * The steps up to the place that `keep` tells: it gets each chunk and the number of those before,
 * and says how many of its bytes are still sent, or nothing if the chunk is sent whole. The end of
 * the body counts as a chunk of no bytes.
 */
function* cutWhere(
  steps: Steps,
  how: Cut,
  keep: (bytes: Uint8Array, before: number) => number | undefined,
): Generator<Step> {
  let before = 0;
  for (const step of settled(steps)) {
    if (step.do !== 'bytes' && step.do !== 'end') {
      yield step;
      continue;
    }
    const kept = keep(step.do === 'end' ? NOTHING : step.bytes, before);
    if (kept !== undefined) {
      if (step.do === 'bytes' && kept > 0) yield { ...step, bytes: step.bytes.subarray(0, kept) };
      yield { do: how };
      return;
    }
    if (step.do === 'end') throw new RangeError('The answer ends before the place to cut it');
    before += 1;
    yield step;
  }
}

const NOTHING = new Uint8Array();
