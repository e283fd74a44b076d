import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, unfold } from '../../../src/fold.ts';
import type { JsonValue } from '../../../src/json.ts';
import { openai } from '../../../src/protocols/openai/index.ts';
import type { ReplyEvent } from '../../../src/reply.ts';
import { cutEvents, reply } from '../../arbitraries/reply.ts';
import { sayableReply } from './sayable.ts';
import { readAll, streamOf } from './streams.ts';

const sayable = reply(['openai']).map(sayableReply);

describe('decodeReply and encodeReply', () => {
  it('give back what was written', () => {
    fc.assert(
      fc.property(sayable, (whole) => {
        const body = JSON.parse(JSON.stringify(openai.encodeReply(whole))) as JsonValue;
        expect(openai.decodeReply(body)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });
});

describe('decodeStream and encodeStream', () => {
  it('give back what was written, however finely it was cut', () => {
    fc.assert(
      fc.property(sayable, fc.integer({ min: 1, max: 30 }), (whole, size) => {
        const events: ReplyEvent[] = cutEvents(unfold(whole), size);
        const text = streamOf(events);
        expect(fold(readAll(text))).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });
});
