import { describe, expect, it } from 'vitest';
import { calculate } from '../../src/chat/calculate.ts';

describe('calculate', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['-2 ^ 2', -4],
    ['2 ^ 3 ^ 2', 512],
    ['8 / 4 / 2', 1],
    ['1.5 - -.5'.replace('-.5', '-0.5'), 2],
  ])('%s = %d', (expression, value) => expect(calculate(expression)).toBe(value));

  it.each(['', '1 +', '(1', '1 2', 'alert(1)', '2 ** 3'])('refuses %j', (expression) => {
    expect(() => calculate(expression)).toThrow(/expected|closed/);
  });
});
