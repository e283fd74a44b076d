import { describe, expect, it } from 'vitest';
import { readEmbedInput, readImageInput } from '../../../src/client/input/resources.ts';

describe('readEmbedInput', () => {
  it('tells one text from a list of one', () => {
    expect(readEmbedInput({ model: 'm', input: 'a' })).toEqual({ model: 'm', input: ['a'] });
    expect(readEmbedInput({ model: 'm', input: ['a', [1, 2]], dimensions: 3 })).toEqual({
      model: 'm',
      input: ['a', [1, 2]],
      list: true,
      dimensions: 3,
    });
  });

  it.each([
    [{ model: 'm' }, 'input'],
    [{ model: 'm', input: 5 }, 'input'],
    [{ model: 'm', input: ['a', 5] }, 'input[1]'],
    [{ model: 'm', input: [[1, 'x']] }, 'input[0][1]'],
    [{ model: 'm', input: 'a', dimensions: 0 }, 'dimensions'],
    [{ model: 'm', input: 'a', encoding: 'hex' }, 'encoding'],
    [{ model: 'm', input: 'a', size: 5 }, 'size'],
  ])('names the field at fault in %j', (input, param) => {
    expect(() => readEmbedInput(input as never)).toThrow(param);
  });
});

describe('readImageInput', () => {
  it('takes an image request as it is', () => {
    const request = {
      model: 'm',
      prompt: 'A fox',
      n: 2,
      size: '1024x1024',
      quality: 'high' as const,
      provider: { routing: 'cost' as const },
    };
    expect(readImageInput(request)).toEqual(request);
  });

  it.each([
    [{ model: 'm' }, 'prompt'],
    [{ model: 'm', prompt: 'x', n: 11 }, 'n must be between 1 and 10'],
    [{ model: 'm', prompt: 'x', quality: 'best' }, 'quality'],
    [{ model: 'm', prompt: 'x', style: 'vivid' }, 'style'],
  ])('names the field at fault in %j', (input, message) => {
    expect(() => readImageInput(input as never)).toThrow(message);
  });
});
