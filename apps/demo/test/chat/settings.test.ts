import type { Message } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { buildRequest, DEFAULT_SETTINGS, problemOf, readSchema } from '../../src/chat/settings.ts';

const HELLO: Message[] = [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }];

describe('buildRequest', () => {
  it('says no more than what was chosen', () => {
    expect(buildRequest(HELLO, DEFAULT_SETTINGS)).toEqual({
      ...{ model: DEFAULT_SETTINGS.model, system: [], messages: HELLO, tools: [], stop: [] },
      stream: true,
    });
  });

  it('says everything that was chosen', () => {
    const request = buildRequest(HELLO, {
      ...DEFAULT_SETTINGS,
      ...{ model: 'openai/gpt-4o', directive: 'cut-3', system: 'Be brief.', temperature: '0.5' },
      ...{ maxTokens: '100', effort: 'high', tools: ['calculate'], toolChoice: 'required' },
      ...{ schema: '{"type":"object"}', routing: 'cost', fallback: 'a/b, c/d' },
    });
    expect(request).toMatchObject({
      ...{ model: 'openai/gpt-4o:cut-3', system: [{ type: 'text', text: 'Be brief.' }] },
      ...{
        temperature: 0.5,
        maxTokens: 100,
        reasoning: { effort: 'high' },
        toolChoice: 'required',
      },
      responseFormat: { type: 'json-schema', schema: { type: 'object' } },
      provider: { routing: 'cost', fallback: ['a/b', 'c/d'] },
    });
    expect(request.tools).toHaveLength(1);
  });

  it('sends tools that somebody has written', () => {
    const settings = { ...DEFAULT_SETTINGS, tools: ['calculate'], ownTools: '{ "name": "mine" }' };
    expect(buildRequest(HELLO, settings).tools).toMatchObject([
      { name: 'calculate' },
      { name: 'mine' },
    ]);
  });

  it('does not demand a call after the calls are answered', () => {
    const results: Message[] = [
      { role: 'tool', content: [{ type: 'tool-result', id: 'a', content: [] }] },
    ];
    const settings = { ...DEFAULT_SETTINGS, tools: ['calculate'], toolChoice: 'required' as const };
    expect(buildRequest(results, settings).toolChoice).toBe('auto');
  });
});

describe('readSchema', () => {
  it('tells what is wrong', () => {
    expect(readSchema(' ')).toEqual({});
    expect(readSchema('[]').problem).toBe('A schema is a JSON object.');
    expect(readSchema('{').problem).toMatch(/JSON/);
  });
});

describe('problemOf', () => {
  it('tells what cannot be sent', () => {
    expect(problemOf(DEFAULT_SETTINGS)).toBeUndefined();
    expect(problemOf({ ...DEFAULT_SETTINGS, schema: '[]' })).toMatch(/^The schema of the answer: /);
    expect(problemOf({ ...DEFAULT_SETTINGS, ownTools: '[]' })).toBeUndefined();
    expect(problemOf({ ...DEFAULT_SETTINGS, ownTools: '1' })).toMatch(/^Your own tools: /);
    expect(problemOf({ ...DEFAULT_SETTINGS, temperature: 'hot' })).toMatch(/temperature/);
    expect(problemOf({ ...DEFAULT_SETTINGS, maxTokens: 'few' })).toMatch(/most tokens/);
  });
});
