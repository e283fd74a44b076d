import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, unfold } from '../../src/fold.ts';
import { jsonValue } from './json.ts';
import { cutEvents, reply } from './reply.ts';
import { chatRequest } from './request.ts';

test('values survive JSON', () => {
  fc.assert(
    fc.property(jsonValue, (value) => {
      expect(JSON.parse(JSON.stringify(value))).toEqual(value);
    }),
  );
});

test('requests survive JSON, and every result follows its call', () => {
  fc.assert(
    fc.property(chatRequest(), (request) => {
      expect(JSON.parse(JSON.stringify(request))).toEqual(request);
      const open = new Set<string>();
      for (const message of request.messages) {
        for (const part of message.content) {
          if (part.type === 'tool-call') {
            expect(open.has(part.id)).toBe(false);
            open.add(part.id);
          }
          if (part.type === 'tool-result') expect(open.has(part.id)).toBe(true);
        }
      }
    }),
  );
});

test('replies survive being unfolded, cut and folded', () => {
  fc.assert(
    fc.property(reply(), fc.integer({ min: 1, max: 5 }), (whole, size) => {
      expect(fold(cutEvents(unfold(whole), size))).toEqual(whole);
    }),
  );
});
