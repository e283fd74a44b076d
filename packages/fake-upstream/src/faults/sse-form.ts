import { utf8 } from '../json.ts';
import { asBytes } from '../render.ts';
import type { Fault } from '../step.ts';

/** Ends each line of a stream with CRLF or a lone CR; data keep their own, which JSON escapes. */
export function lineEnds(end: '\r\n' | '\r'): Fault {
  return rewritten((text) => text.replaceAll('\n', end));
}

/** Leaves out the space between a field's colon and its value. */
export function noSpaceAfterColon(): Fault {
  return rewritten((text) => text.replaceAll(/^(\w+): /gm, '$1:'));
}

/** Begins the body with a byte order mark. */
export function byteOrderMark(): Fault {
  return function* (steps) {
    for (const step of steps) {
      yield step;
      if (step.do === 'head') yield { do: 'bytes', bytes: Uint8Array.of(0xef, 0xbb, 0xbf) };
    }
  };
}

/** Sends a comment before each event, as providers do to keep a connection alive. */
export function comments(text = 'PROCESSING'): Fault {
  const comment = { do: 'bytes', bytes: utf8(`: ${text}\n\n`) } as const;
  return function* (steps) {
    for (const step of steps) {
      if (step.do === 'event') yield comment;
      yield step;
    }
  };
}

/** Spreads the JSON of each event over several `data` lines. */
export function multiLineData(): Fault {
  return function* (steps) {
    for (const step of steps) {
      if (step.do !== 'event' || !step.event.data.startsWith('{')) yield step;
      else {
        const data = JSON.stringify(JSON.parse(step.event.data), null, 1);
        yield { ...step, event: { ...step.event, data } };
      }
    }
  };
}

/** Ends the stream with the last event's line, without the blank line that would end the event. */
export function withoutFinalBlankLine(): Fault {
  return function* (steps) {
    let held: Uint8Array | undefined;
    for (const step of asBytes(steps)) {
      if (step.do === 'bytes') {
        if (held !== undefined) yield { do: 'bytes', bytes: held };
        held = step.bytes;
        continue;
      }
      if (held !== undefined) {
        const bytes = step.do === 'end' ? held.subarray(0, -1) : held;
        yield { do: 'bytes', bytes };
        held = undefined;
      }
      yield step;
    }
  };
}

function rewritten(rewrite: (text: string) => string): Fault {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return function* (steps) {
    for (const step of asBytes(steps)) {
      if (step.do !== 'bytes') yield step;
      else yield { do: 'bytes', bytes: utf8(rewrite(decoder.decode(step.bytes))) };
    }
  };
}
