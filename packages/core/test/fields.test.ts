import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OfoxError } from '../src/error.ts';
import { Fields } from '../src/fields.ts';

function refusal(read: () => unknown): OfoxError {
  try {
    read();
  } catch (error) {
    if (OfoxError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('Fields', () => {
  it('reads what is there and takes null for absent', () => {
    const fields = new Fields({ name: 'x', size: 3, on: true, off: null, list: ['a'] });
    expect(fields.string('name')).toBe('x');
    expect(fields.number('size')).toBe(3);
    expect(fields.boolean('on')).toBe(true);
    expect(fields.boolean('off')).toBeUndefined();
    expect(fields.strings('list')).toEqual(['a']);
    expect(fields.string('absent')).toBeUndefined();
  });

  it('names the field at fault by path', () => {
    const fields = new Fields({ messages: [{ content: 'x' }, { content: 5 }] });
    const error = refusal(() =>
      fields.list('messages', (item, path) => new Fields(item, path).string('content')),
    );
    expect(error).toMatchObject({ kind: 'invalid_request', status: 400 });
    expect(error.param).toBe('messages[1].content');
    expect(error.message).toBe('messages[1].content must be a string, not a number.');
  });

  it.each([
    [{ t: 3 }, 't must be between 0 and 2, not 3.'],
    [{ t: 'hot' }, 't must be a number, not a string.'],
    [{ t: Number.POSITIVE_INFINITY }, 't must be a number, not a number.'],
  ])('refuses %j', (body, message) => {
    const error = refusal(() => new Fields(body).number('t', { min: 0, max: 2 }));
    expect(error.message.slice(0, 12)).toBe(message.slice(0, 12));
    expect(error.param).toBe('t');
  });

  it('tells the words it knows', () => {
    const error = refusal(() => new Fields({ r: 'fast' }, 'provider').oneOf('r', ['cost', 'slow']));
    expect(error.message).toBe('provider.r must be one of cost, slow, not "fast".');
    expect(error.param).toBe('provider.r');
  });

  it('keeps the rest, also under the name __proto__', () => {
    const fields = new Fields(JSON.parse('{"a":1,"b":2,"__proto__":{"polluted":true}}'));
    fields.number('a');
    const rest = fields.rest();
    expect(JSON.stringify(rest)).toBe('{"b":2,"__proto__":{"polluted":true}}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(refusal(() => fields.end()).param).toBe('b');
  });

  it('does not read what objects inherit', () => {
    expect(new Fields({}).any('constructor')).toBeUndefined();
    expect(new Fields({}).any('toString')).toBeUndefined();
  });

  it('throws nothing but OfoxError', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, name) => {
        for (const read of ['string', 'number', 'boolean', 'object', 'array', 'strings'] as const) {
          try {
            new Fields(value)[read](name);
          } catch (error) {
            if (!OfoxError.is(error)) throw error;
          }
        }
      }),
    );
  });

  it('reads a second spelling where the first is absent, and tells the rest by the first', () => {
    const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const body = new Fields({ top_k: 1, topP: 2, top_p: 3, in_ner: { max_n: 'x' } }, '', snake);
    expect(body.number('topK')).toBe(1);
    expect(body.number('topP')).toBe(2);
    const inner = body.fields('inNer');
    expect(() => inner?.number('maxN')).toThrow('inNer.maxN');
    body.leave('inNer', { more: true });
    expect(body.rest()).toEqual({ top_p: 3, inNer: { more: true } });
  });
});
