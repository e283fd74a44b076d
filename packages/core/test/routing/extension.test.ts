import { describe, expect, it } from 'vitest';
import { Fields } from '../../src/fields.ts';
import type { ProviderPreferences } from '../../src/request.ts';
import { mergeProvider, readProviderOption } from '../../src/routing/extension.ts';

const read = (value: unknown) => readProviderOption(new Fields(value, 'provider'));

describe('readProviderOption', () => {
  it('reads routing, fallback, further keys and the neutral form', () => {
    expect(read({ routing: 'cost', fallback: ['a/b'], type: 'azure' })).toEqual({
      routing: 'cost',
      fallback: ['a/b'],
      rest: { type: 'azure' },
    });
    expect(read({ rest: { type: 'azure' }, options: {} })).toEqual({
      rest: { options: {}, type: 'azure' },
    });
    expect(read({})).toEqual({});
  });

  it.each([
    [{ routing: 'cheapest' }, 'provider.routing must be one of priority, cost, latency, balanced'],
    [{ fallback: 'a/b' }, 'provider.fallback must be an array'],
    [{ fallback: ['a/b', 3] }, 'provider.fallback[1] must be a string'],
    [{ rest: 'x' }, 'provider.rest must be an object'],
    ['cost', 'provider must be an object'],
  ])('names the field at fault in %j', (value, message) => {
    expect(() => read(value)).toThrow(message);
  });
});

describe('mergeProvider', () => {
  const defaults: ProviderPreferences = {
    routing: 'cost',
    fallback: ['a/b', 'c/d'],
    rest: { type: 'azure', x: 1 },
  };

  it.each<[ProviderPreferences | undefined, ProviderPreferences | undefined]>([
    [undefined, defaults],
    [{}, defaults],
    [{ routing: 'latency' }, { ...defaults, routing: 'latency' }],
    [{ fallback: ['e/f'] }, { ...defaults, fallback: ['e/f'] }],
    [{ fallback: [] }, { ...defaults, fallback: [] }],
    [{ rest: { x: 2 } }, { ...defaults, rest: { type: 'azure', x: 2 } }],
  ])('puts %j over the defaults', (call, merged) => {
    expect(mergeProvider(defaults, call)).toEqual(merged);
  });

  it('takes either alone', () => {
    expect(mergeProvider(undefined, { routing: 'cost' })).toEqual({ routing: 'cost' });
    expect(mergeProvider(undefined, undefined)).toBeUndefined();
  });
});
