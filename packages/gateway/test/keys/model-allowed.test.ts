import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertModelAllowed, isModelAllowed } from '../../src/keys/model-allowed.ts';

describe('isModelAllowed', () => {
  it.each([
    ['anthropic/*', 'anthropic/claude-sonnet-4.5', true],
    ['anthropic/*', 'openai/anthropic/x', false],
    ['*', 'anything/at:all', true],
    ['*-mini', 'openai/gpt-5-mini', true],
    ['*-mini', 'openai/gpt-5-mini-high', false],
    ['openai/*-mini*', 'openai/gpt-5-mini-high', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*b*b*', 'b', false],
    ['openai/gpt-5', 'openai/gpt-5', true],
    ['openai/gpt-5', 'openai/gpt-5.1', false],
    ['gpt.5', 'gptx5', false],
  ])('%s on %s: %s', (pattern, model, expected) => {
    expect(isModelAllowed({ rpm: 1, models: [pattern] }, model)).toBe(expected);
  });

  it('does what a regular expression would', () => {
    const piece = fc.stringMatching(/^[ab*]{0,8}$/);
    fc.assert(
      fc.property(piece, fc.stringMatching(/^[ab]{0,10}$/), (pattern, model) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(model);
        expect(isModelAllowed({ rpm: 1, models: [pattern] }, model)).toBe(expected);
      }),
    );
  });

  it('allows all without a list', () => {
    expect(isModelAllowed({ rpm: 1 }, 'a/b')).toBe(true);
  });
});

describe('assertModelAllowed', () => {
  it('answers 403 and names the model and the field', () => {
    const settings = { rpm: 1, models: ['a/*'] };
    expect(() => assertModelAllowed(settings, 'a/b')).not.toThrow();
    expect(() => assertModelAllowed(settings, 'c/d', 'provider.fallback[0]')).toThrow(
      expect.objectContaining({
        kind: 'permission',
        status: 403,
        code: 'model_not_allowed',
        param: 'provider.fallback[0]',
        message: 'This API key may not use the model c/d.',
      }),
    );
  });
});
