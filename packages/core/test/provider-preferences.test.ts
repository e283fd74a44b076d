import { describe, expect, it } from 'vitest';
import { OfoxError } from '../src/error.ts';
import { Fields } from '../src/fields.ts';
import type { JsonObject } from '../src/json.ts';
import { readProviderPreferences, writeProviderPreferences } from '../src/provider-preferences.ts';

function errorOf(body: JsonObject): OfoxError {
  try {
    readProviderPreferences(new Fields(body));
  } catch (error) {
    if (OfoxError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('readProviderPreferences', () => {
  it('reads routing, fallback and the keys it does not know', () => {
    const body = new Fields({
      model: 'm',
      provider: { routing: 'cost', fallback: ['a/b'], type: 'azure_foundry' },
    });
    expect(readProviderPreferences(body)).toEqual({
      provider: { routing: 'cost', fallback: ['a/b'], rest: { type: 'azure_foundry' } },
    });
    expect(body.rest()).toEqual({ model: 'm' });
  });

  it('reads a literal extra_body, leaves its other keys, and prefers the top level', () => {
    const body = new Fields({
      provider: { routing: 'latency' },
      extra_body: {
        provider: { routing: 'cost', fallback: ['a/b'] },
        model_routing_config: { models: ['a/b'], preference: 'quality', later: 1 },
        top_k: 3,
      },
    });
    expect(readProviderPreferences(body)).toEqual({
      provider: { routing: 'latency', fallback: ['a/b'] },
      modelRouting: { models: ['a/b'], preference: 'quality', rest: { later: 1 } },
    });
    expect(body.rest()).toEqual({ extra_body: { top_k: 3 } });
  });

  it('takes null as absent', () => {
    const body = new Fields({ provider: null, extra_body: null, model_routing_config: null });
    expect(readProviderPreferences(body)).toEqual({});
  });

  it.each([
    [{ provider: { routing: 'cheapest' } }, 'provider.routing'],
    [{ provider: { fallback: 'a/b' } }, 'provider.fallback'],
    [{ provider: { fallback: ['a/b', ''] } }, 'provider.fallback[1]'],
    [{ provider: { fallback: [1] } }, 'provider.fallback[0]'],
    [{ provider: 'openai' }, 'provider'],
    [{ extra_body: { provider: { routing: 1 } } }, 'extra_body.provider.routing'],
    [{ model_routing_config: { preference: 'price' } }, 'model_routing_config.preference'],
    [{ model_routing_config: { models: [''] } }, 'model_routing_config.models[0]'],
  ])('names the field at fault in %j', (body, param) => {
    const error = errorOf(body);
    expect(error.kind).toBe('invalid_request');
    expect(error.status).toBe(400);
    expect(error.param).toBe(param);
  });

  it('names the value and the words that are known', () => {
    const { message } = errorOf({ provider: { routing: 'cheapest' } });
    expect(message).toContain('"cheapest"');
    expect(message).toContain('priority, cost, latency, balanced');
  });
});

describe('writeProviderPreferences', () => {
  it('writes what is read back', () => {
    const preferences = {
      provider: { routing: 'balanced' as const, fallback: ['a/b'], rest: { options: { x: {} } } },
      modelRouting: { models: ['a/b'], preference: 'speed' as const },
    };
    const body: JsonObject = {};
    writeProviderPreferences(preferences, body);
    expect(body).toEqual({
      provider: { routing: 'balanced', fallback: ['a/b'], options: { x: {} } },
      model_routing_config: { models: ['a/b'], preference: 'speed' },
    });
    expect(readProviderPreferences(new Fields(body))).toEqual(preferences);
  });

  it('writes nothing for nothing', () => {
    const body: JsonObject = {};
    writeProviderPreferences({}, body);
    expect(body).toEqual({});
  });
});
