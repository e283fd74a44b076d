import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { PartialArgs } from '../../../src/protocols/gemini/partial-args.ts';
import { caught } from './support.ts';

function written(...partials: JsonObject[]): string {
  const args = new PartialArgs();
  return partials.map((partial) => args.push(partial)).join('') + args.end();
}

const text = (jsonPath: string, stringValue: string, willContinue = false) => ({
  jsonPath,
  stringValue,
  willContinue,
});

describe('partial arguments', () => {
  it('make one JSON text', () => {
    const json = written(
      text('$.a', 'x "', true),
      text('$.a', '\u{1f600}'.slice(0, 1), true),
      text('$.a', '\u{1f600}'.slice(1), true),
      text('$.a', ''),
      { jsonPath: '$.list[0].n', numberValue: 0.5 },
      { jsonPath: '$.list[0].b', boolValue: false },
      { jsonPath: '$.list[1].n', nullValue: 'NULL_VALUE' },
      text("$['odd key']['b']", 'c'),
      text('$["t"][0][0]', ''),
      text('$["t"][0][1]', 'z'),
    );
    expect(JSON.parse(json)).toEqual({
      a: 'x "\u{1f600}',
      list: [{ n: 0.5, b: false }, { n: null }],
      'odd key': { b: 'c' },
      t: [['', 'z']],
    });
  });

  it('come out as they arrive', () => {
    const args = new PartialArgs();
    expect(args.push(text('$.a', 'Bos', true))).toBe('{"a":"Bos');
    expect(args.push(text('$.a', 'ton', true))).toBe('ton');
    expect(args.push(text('$.a', ''))).toBe('"');
    expect(args.push(text('$.a', ''))).toBe('');
    expect(args.end()).toBe('}');
    expect(new PartialArgs().end()).toBe('');
  });

  it('are closed when they break off', () => {
    expect(written(text('$.a.b[0]', 'x', true))).toBe('{"a":{"b":["x"]}}');
    expect(written(text('$.a', 'x', true), { jsonPath: '$.b', numberValue: 1 })).toBe(
      '{"a":"x","b":1}',
    );
  });

  it.each([
    [text('$.a', 'x'), text('$.a', 'y')],
    [text('$.a', 'x'), text('$.b', 'y'), text('$.a', 'z')],
    [text('$.a.x', '1'), text('$.b', '2'), text('$.a.y', '3')],
    [text('$.a', 'x'), text('$.a.b', 'y')],
    [text('$.a.b', 'x'), text('$.a', 'y')],
    [text('$.a[1]', 'x')],
    [text('$.a[0]', 'x'), text('$.a.b', 'y')],
    [text('$', 'x')],
    [text('a', 'x')],
    [text('$[0]', 'x')],
    [text('$.a..b', 'x')],
    [text('$.a[x]', 'x')],
  ])('that go back or make no sense are errors: %j %j %j', (...partials) => {
    expect(caught(() => written(...partials))).toMatchObject({ kind: 'stream' });
  });
});
