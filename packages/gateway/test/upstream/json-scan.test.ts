import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FieldSpan,
  JsonScanError,
  scanObject,
  spliceFields,
} from '../../src/upstream/json-scan.ts';

const text = (json: string) => Buffer.from(json);
const value = (json: Buffer, field: FieldSpan) =>
  json.toString('utf8', field.valueStart, field.end);

describe('scanObject', () => {
  it('finds every field of any object', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom(0, 2),
        (object, indent) => {
          const json = text(JSON.stringify(object, null, indent));
          const found = scanObject(json).map((field) => [
            field.name,
            JSON.parse(value(json, field)),
          ]);
          expect(found).toEqual(Object.entries(JSON.parse(json.toString())));
        },
      ),
    );
  });

  it('reads escaped names and skips escaped quotes', () => {
    const json = text('{"mo\\u0064el" : "a\\\\", "b": "\\\\\\"}", "c":[{"model":"x"}]}');
    expect(scanObject(json).map((field) => field.name)).toEqual(['model', 'b', 'c']);
  });

  it.each([
    '',
    ' ',
    '[]',
    'null',
    '{',
    '{"a"',
    '{"a":',
    '{"a":}',
    '{"a":tru}',
    '{"a":"x}',
    '{"a":[1,2}',
    '{"a":{"b":1]}',
    '{"a":1,}',
    '{"a":1 "b":2}',
    '{a:1}',
    '{"a":1}x',
    '{"a\n":1}',
  ])('refuses %j', (json) => {
    expect(() => scanObject(text(json))).toThrow(JsonScanError);
  });

  it('refuses what would overflow a parser', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(() => scanObject(text(deep))).toThrow(/nested too deeply/);
  });

  it('throws nothing else, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          scanObject(Buffer.from(bytes));
        } catch (error) {
          if (!(error instanceof JsonScanError)) throw error;
        }
      }),
    );
  });
});

describe('spliceFields', () => {
  const edit = (json: string, edits: Record<string, string | null>) => {
    const bytes = text(json);
    return spliceFields(bytes, scanObject(bytes), (field) => edits[field.name]).toString();
  };

  it('changes nothing else', () => {
    expect(edit('{ "model" : "a" ,\n "x": [1, 2.0] }', { model: '"b"' })).toBe(
      '{ "model" : "b" ,\n "x": [1, 2.0] }',
    );
    expect(edit('{"provider":{},"model":"a"}', { provider: null })).toBe('{"model":"a"}');
    expect(edit('{"model":"a","provider":{}}', { provider: null })).toBe('{"model":"a"}');
    expect(edit('{"a":1,"provider":{},"b":2}', { provider: null })).toBe('{"a":1,"b":2}');
    expect(edit('{"provider":{}}', { provider: null })).toBe('{}');
  });

  it('says the same as editing the parsed object', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.jsonValue()),
        fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.option(fc.integer())),
        fc.constantFrom(0, 1),
        (object, edits, indent) => {
          const expected: Record<string, unknown> = { ...object };
          const texts: Record<string, string | null> = {};
          for (const [name, change] of Object.entries(edits)) {
            texts[name] = change === null ? null : String(change);
            if (!(name in expected)) continue;
            if (change === null) delete expected[name];
            else expected[name] = change;
          }
          const result = edit(JSON.stringify(object, null, indent), texts);
          expect(JSON.stringify(JSON.parse(result))).toEqual(JSON.stringify(expected));
        },
      ),
    );
  });
});
