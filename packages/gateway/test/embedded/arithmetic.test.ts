import { describe, expect, it } from 'vitest';
import { findSum } from '../../src/embedded/arithmetic.ts';

describe('findSum', () => {
  it.each([
    ['what is 12*7', '84'],
    ['What is 3 plus 4 times 2?', '11'],
    ['(1 + 2) ^ 3 please', '27'],
    ['7 x 6', '42'],
    ['10 divided by 4', '2.5'],
    ['0.1 + 0.2', '0.3'],
    ['-3 * -3', '9'],
    ['5 - 8', '-3'],
    ['2**10', '1024'],
    ['What is the sum of 1836281973 and 19973286?', '1856255259'],
    ['the difference between 9 and 4', '5'],
    ['Multiply 6 by 7', '42'],
    ['the quotient of 9 and 3', '3'],
  ])('%s', (text, result) => {
    expect(findSum(text)?.result).toBe(result);
  });

  it.each([
    'on 2026-08-30',
    'at 30/08/2026',
    'call 555-1234',
    'pages 10-20',
    'no numbers',
    '1 / 0',
    '((((',
    '3 + ',
    'version 1.2.3',
  ])('finds nothing in: %s', (text) => {
    expect(findSum(text)).toBeUndefined();
  });
});
