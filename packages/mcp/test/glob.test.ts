import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesAny } from '../src/glob.ts';

test.each([
  ['anthropic/claude', 'anthropic/*', true],
  ['anthropic/claude', 'ANTHROPIC/*', true],
  ['anthropic/claude', 'claude', false],
  ['anthropic/claude', '*claude', true],
  ['a/b/c', 'a*c', true],
  ['ab', 'a*b*b', false],
  ['aba', 'ab*ba', false],
  ['a.c', 'a?c', false],
  ['', '*', true],
])('%s and %s', (name, pattern, fits) => {
  expect(matchesAny(name, [pattern])).toBe(fits);
});

test('agrees with a regular expression on any pattern', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '*', '/'), maxLength: 8 });
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 12 });
  fc.assert(
    fc.property(name, word, (text, pattern) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 's').test(text);
      return matchesAny(text, [pattern]) === expected;
    }),
  );
});
