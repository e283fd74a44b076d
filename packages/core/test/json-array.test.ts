import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OfoxError } from '../src/error.ts';
import { JsonArrayReader } from '../src/json-array.ts';
import { cut } from './cut.ts';

const utf8 = new TextEncoder();

function read(pieces: Uint8Array[], maxEventBytes?: number): string[] {
  const reader = new JsonArrayReader(maxEventBytes === undefined ? {} : { maxEventBytes });
  const elements: string[] = [];
  for (const piece of pieces) reader.push(piece, ({ data }) => elements.push(data));
  reader.end(({ data }) => elements.push(data));
  return elements;
}

describe('JsonArrayReader', () => {
  it.each<[string, string[]]>([
    ['[]', []],
    [' [ ] \n', []],
    ['[{}]', ['{}']],
    ['[{"a":1}\n,\r\n{"b":[{}]}]', ['{"a":1}', '{"b":[{}]}']],
    ['\ufeff[{"a":"]}\\"{["}]', ['{"a":"]}\\"{["}']],
    ['[{"a":"\\\\"},{"b":"\\\\\\""}]', ['{"a":"\\\\"}', '{"b":"\\\\\\""}']],
    ['{"error":{"code":400}}', ['{"error":{"code":400}}']],
    ['[{"a":"€😀"}]', ['{"a":"€😀"}']],
  ])('reads %j', (text, elements) => {
    for (const size of [1, 2, 3, 1000]) {
      expect(read(cut(utf8.encode(text), size))).toEqual(elements);
    }
  });

  it('reads what JSON.stringify writes, wherever it is cut', () => {
    const element = fc.dictionary(fc.string(), fc.jsonValue());
    const text = fc
      .tuple(fc.array(element), fc.constantFrom(undefined, 2))
      .map(([value, space]) => ({ value, bytes: utf8.encode(JSON.stringify(value, null, space)) }));
    fc.assert(
      fc.property(text, fc.array(fc.nat(60)), ({ value, bytes }, cuts) => {
        const elements = read(cut(bytes, cuts)).map((data) => JSON.parse(data));
        expect(elements).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    ['', 'ended in the middle'],
    ['[', 'ended in the middle'],
    ['[{"a":1}', 'ended in the middle'],
    ['[{"a":1', 'ended in the middle'],
    ['[{"a":"x', 'ended in the middle'],
    ['[1]', '"1" came up'],
    ['[{},]', '"]" came up'],
    ['[,{}]', '"," came up'],
    ['[{}{}]', '"{" came up'],
    ['[{}] x', '"x" came up'],
    ['{}{}', '"{" came up'],
    ['<html>', '"<" came up'],
    ['data: {}', '"d" came up'],
  ])('refuses %j', (text, message) => {
    for (const size of [1, 1000]) {
      expect(() => read(cut(utf8.encode(text), size))).toThrow(message);
      expect(() => read(cut(utf8.encode(text), size))).toThrow(OfoxError);
    }
  });

  it('gives up on an element that is too large', () => {
    const text = `[{"a":"${'x'.repeat(100)}"}]`;
    for (const size of [1, 1000]) {
      expect(() => read(cut(utf8.encode(text), size), 64)).toThrow('larger than 64 bytes');
    }
    expect(read([utf8.encode(`[${Array(50).fill('{"a":1}').join(',')}]`)], 64)).toHaveLength(50);
  });

  it('throws nothing but OfoxError for any bytes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', ' ', 'a') }),
        (text) => {
          try {
            read([utf8.encode(text)]);
          } catch (error) {
            expect(OfoxError.is(error)).toBe(true);
          }
        },
      ),
    );
  });
});
