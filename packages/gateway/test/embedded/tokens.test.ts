import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTextTokens, tokenize } from '../../src/embedded/tokens.ts';

describe('tokenize', () => {
  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        const text = `${one} ${other}`;
        const tokens = [...tokenize(text)];
        return tokens.join('') === text && tokens.length === countTextTokens(text);
      }),
    );
  });

  it('cuts English into pieces of about four letters, and ideographs one by one', () => {
    expect([...tokenize('The lighthouse has 1234 steps.')]).toEqual([
      ...['The', ' lighth', 'ouse', ' has', ' 123', '4', ' steps', '.'],
    ]);
    expect([...tokenize('你好 世界')]).toEqual(['你', '好', ' 世', '界']);
    expect([...tokenize('👩‍👩‍👧')].join('')).toBe('👩‍👩‍👧');
  });

  it('bounds every token', () => {
    for (const text of ['x'.repeat(50), ' '.repeat(50), '7'.repeat(50)]) {
      expect(Math.max(...[...tokenize(text)].map((token) => token.length))).toBeLessThan(20);
    }
  });
});
