import { describe, expect, it } from 'vitest';
import { readDirectives, splitModelName } from '../../src/embedded/directives.ts';

const read = (name: string, header?: string) =>
  readDirectives(splitModelName(name).suffixes, header);

describe('directives', () => {
  it('stand behind the id of a model', () => {
    expect(splitModelName('openai/gpt-4o:slow-2000:cut-10')).toEqual({
      id: 'openai/gpt-4o',
      suffixes: ['slow-2000', 'cut-10'],
    });
    expect(read('a:slow-2000:cut-10:hang')).toEqual({ slow: 2000, cut: 10, hang: true });
  });

  it('stand in the header, which wins', () => {
    expect(read('a:slow-1', ' slow=2 , cut-3,,redacted ')).toEqual({
      slow: 2,
      cut: 3,
      redacted: true,
    });
  });

  it('have usual numbers', () => {
    expect(read('a:error:flaky:slow:pace:cut')).toEqual({
      error: 500,
      flaky: 2,
      slow: 2000,
      pace: 50,
      cut: 10,
    });
  });

  it.each([
    ['a:brocken', 'brocken'],
    ['a:', '""'],
    ['a:hang-3', 'hang-3'],
    ['a:slow-', 'slow-'],
    ['a:slow-1e9', 'slow-1e9'],
    ['a:constructor-1', 'constructor-1'],
  ])('%s is refused by its name', (name, named) => {
    expect(() => read(name)).toThrow(
      expect.objectContaining({
        kind: 'invalid_request',
        param: 'model',
        message: expect.stringContaining(named),
      }),
    );
  });

  it.each(['a:error-200', 'a:error-600', 'a:flaky-1', 'a:slow-600001', 'a:pace-60001'])(
    '%s is out of range',
    (name) => {
      expect(() => read(name)).toThrow(/takes a number from/);
    },
  );

  it('tells that the header was wrong', () => {
    expect(() => read('a', 'broken')).toThrow(
      expect.objectContaining({ param: 'x-ofox-embedded' }),
    );
  });
});
