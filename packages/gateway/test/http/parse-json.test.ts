import { OfoxError } from '@ofoxai/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/http/parse-json.ts';

const parse = (text: string, type = 'application/json') => parseJson(Buffer.from(text), type);

describe('parseJson', () => {
  it('reads JSON of any content type', () => {
    expect(parse('{"a":1}')).toEqual({ a: 1 });
    expect(parse('{"a":1}', 'text/plain')).toEqual({ a: 1 });
    expect(parseJson(Buffer.from('\ufeff[]'), undefined)).toEqual([]);
  });

  it('tells line and column of what is wrong', () => {
    expect(() => parse('{\n  "a": 1,\n}')).toThrow(
      'The body is not valid JSON: Expected double-quoted property name at line 3, column 1.',
    );
    expect(() => parse('')).toThrow('The request has no body');
  });

  it.each([
    ['application/json', 400],
    ['application/vnd.api+json', 400],
    ['text/plain; charset=utf-8', 400],
    ['', 400],
    ['multipart/form-data; boundary=x', 415],
    ['application/x-www-form-urlencoded', 415],
  ])('answers nonsense of type %s with %d', (type, status) => {
    expect(() => parse('nonsense', type)).toThrow(
      expect.objectContaining({ kind: 'invalid_request', status }),
    );
  });

  it('refuses invalid UTF-8', () => {
    const body = Buffer.from([0x22, 0xff, 0x22]);
    expect(() => parseJson(body, 'application/json')).toThrow('not valid UTF-8');
  });

  it('refuses nesting without end', () => {
    expect(parse(`${'['.repeat(200)}${']'.repeat(200)}`)).toBeDefined();
    const deep = 100_000;
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const text = `${open.repeat(deep)}1${close.repeat(deep)}`;
      expect(() => parse(text)).toThrow('nested deeper than 200 levels');
    }
  });

  it('keeps prototype keys as what they are: data', () => {
    const body = parse('{"__proto__":{"admin":true},"constructor":1}') as object;
    expect(Object.keys(body)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
  });

  it('throws nothing but OfoxError, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        try {
          parseJson(Buffer.from(bytes), 'application/json');
        } catch (error) {
          expect(OfoxError.is(error)).toBe(true);
        }
      }),
    );
  });
});
