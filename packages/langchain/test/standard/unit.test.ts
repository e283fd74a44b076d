import { tool } from '@langchain/core/tools';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { z as z3 } from 'zod/v3';
import { ChatOfox } from '../../src/index.ts';

/** What the ecosystem's unit suite constructs every class with. */
const ARGS = { temperature: 0, maxTokens: 100, timeout: 60, stopSequences: [], maxRetries: 2 };
const make = (more = {}) =>
  new ChatOfox({ model: 'ofox/pro', apiKey: 'sk-test-1', ...ARGS, ...more });

const person = { name: z.string(), age: z.number() };

describe('what every chat model must do without a network', () => {
  it.each([
    ['plainly', {}],
    ['with a key', { apiKey: 'sk-test-2' }],
    ['with streaming', { streaming: true }],
  ])('is made %s', (_name, more) => {
    expect(make(more)).toBeInstanceOf(ChatOfox);
  });

  it('is made from a name and fields, and from fields alone', () => {
    expect(new ChatOfox('ofox/pro', ARGS).model).toBe('ofox/pro');
    expect(new ChatOfox({ modelName: 'ofox/pro' }).model).toBe('ofox/pro');
    expect(() => new ChatOfox({} as never)).toThrow(/model is required/);
  });

  it('binds tools', () => {
    const add = tool(({ a, b }) => String(a + b), {
      name: 'add',
      description: 'Adds.',
      schema: z3.object({ a: z3.number(), b: z3.number() }),
    });
    expect(make().bindTools([add])).toBeDefined();
  });

  it('makes a runnable with structured output', () => {
    expect(make().withStructuredOutput(z.object(person))).toBeDefined();
    expect(make().withStructuredOutput(z3.object({ name: z3.string() }))).toBeDefined();
  });

  it('tells a tracer exactly the standard parameters', () => {
    const params = make().getLsParams({});
    expect(Object.keys(params).sort()).toEqual([
      'ls_max_tokens',
      'ls_model_name',
      'ls_model_type',
      'ls_provider',
      'ls_stop',
      'ls_temperature',
    ]);
    expect(params).toMatchObject({
      ls_model_name: 'ofox/pro',
      ls_model_type: 'chat',
      ls_temperature: 0,
      ls_max_tokens: 100,
    });
    expect(make().getLsParams({ stop: ['END'], temperature: 1 })).toMatchObject({
      ls_stop: ['END'],
      ls_temperature: 1,
    });
  });

  it('throws when the signal was aborted beforehand', async () => {
    const signal = AbortSignal.abort();
    await expect(make().invoke('hi', { signal })).rejects.toThrow(/abort/i);
  });

  it('streams nothing when the signal was aborted beforehand', async () => {
    const signal = AbortSignal.abort();
    const read = async () => {
      for await (const _ of await make().stream('hi', { signal })) throw new Error('a chunk came');
    };
    await expect(read()).rejects.toThrow(/abort/i);
  });
});
