import { expect, test } from 'vitest';
import { anthropic } from '../../../src/protocols/anthropic/index.ts';
import type { ChatRequest, Reasoning } from '../../../src/request.ts';

const OLDER = 'anthropic/claude-sonnet-4.5';
const NEWER = 'anthropic/claude-opus-4.6';
const LATEST = 'claude-fable-5';

function encode(model: string, reasoning: Reasoning, changes: Partial<ChatRequest> = {}) {
  const { body, warnings } = anthropic.encodeRequest({
    model,
    system: [],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    tools: [],
    stop: [],
    stream: false,
    maxTokens: 10_000,
    reasoning,
    ...changes,
  });
  const { thinking, output_config, max_tokens } = body;
  return {
    thinking,
    output_config,
    max_tokens,
    codes: warnings.map(({ code, path }) => `${code} ${path}`),
  };
}

test.each<[string, Reasoning, unknown, unknown]>([
  [OLDER, { effort: 'minimal' }, { type: 'enabled', budget_tokens: 1024 }, undefined],
  [OLDER, { effort: 'medium' }, { type: 'enabled', budget_tokens: 5000 }, undefined],
  [OLDER, { effort: 'max' }, { type: 'enabled', budget_tokens: 9500 }, undefined],
  [
    OLDER,
    { budgetTokens: 2000, include: false },
    { type: 'enabled', budget_tokens: 2000, display: 'omitted' },
    undefined,
  ],
  [OLDER, { effort: 'none' }, { type: 'disabled' }, undefined],
  [OLDER, { budgetTokens: 0 }, { type: 'disabled' }, undefined],
  [
    NEWER,
    { effort: 'xhigh', include: true },
    { type: 'adaptive', display: 'summarized' },
    { effort: 'xhigh' },
  ],
  [NEWER, { budgetTokens: 3000 }, { type: 'enabled', budget_tokens: 3000 }, undefined],
  [NEWER, { mode: 'between-tools' }, { type: 'between_tools' }, undefined],
  [NEWER, { mode: 'disabled', effort: 'low' }, { type: 'disabled' }, { effort: 'low' }],
  [NEWER, { include: true }, { type: 'adaptive', display: 'summarized' }, undefined],
  ['moonshotai/kimi-k2.7-code', { mode: 'enabled' }, { type: 'enabled' }, undefined],
])('%s %o', (model, reasoning, thinking, output) => {
  const encoded = encode(model, reasoning);
  expect([encoded.thinking, encoded.output_config]).toEqual([thinking, output]);
  expect(encoded.codes).toEqual([]);
});

test('says the nearest where the model has no word for it', () => {
  expect(encode(NEWER, { effort: 'minimal' })).toMatchObject({
    output_config: { effort: 'low' },
    codes: ['approximated reasoning.effort'],
  });
  expect(encode(LATEST, { budgetTokens: 4000 })).toMatchObject({
    thinking: { type: 'adaptive' },
    output_config: { effort: 'medium' },
    codes: ['approximated reasoning.budgetTokens'],
  });
  expect(encode(LATEST, { effort: 'none' })).toMatchObject({
    output_config: { effort: 'low' },
    codes: ['approximated reasoning'],
  });
  expect(encode('claude-3-5-sonnet-20241022', { effort: 'high' })).toMatchObject({
    thinking: undefined,
    codes: ['dropped reasoning'],
  });
  expect(encode(OLDER, { include: true }).codes).toEqual(['dropped reasoning.include']);
});

test('gives models that cannot choose themselves a budget', () => {
  expect(encode(OLDER, { mode: 'adaptive', effort: 'high' })).toMatchObject({
    thinking: { type: 'enabled', budget_tokens: 8000 },
    output_config: undefined,
    codes: ['approximated reasoning.mode'],
  });
  expect(encode(OLDER, { mode: 'adaptive', budgetTokens: 2000 })).toMatchObject({
    thinking: { type: 'enabled', budget_tokens: 2000 },
  });
  expect(encode(OLDER, { mode: 'enabled' })).toMatchObject({
    thinking: { type: 'enabled', budget_tokens: 5000 },
    codes: [],
  });
});

test('keeps the budget between 1024 and max_tokens', () => {
  expect(encode(OLDER, { budgetTokens: 10 })).toMatchObject({
    thinking: { budget_tokens: 1024 },
    codes: ['clamped reasoning.budgetTokens'],
  });
  expect(encode(OLDER, { effort: 'low' }, { maxTokens: 500 })).toMatchObject({
    thinking: { budget_tokens: 1024 },
    max_tokens: 1524,
    codes: ['clamped maxTokens'],
  });
});

test('leaves out what thinking excludes', () => {
  const tool = { type: 'function', name: 'f' } as const;
  const changes = {
    temperature: 0.2,
    topK: 5,
    topP: 0.5,
    tools: [tool],
    toolChoice: 'required',
  } as const;
  const { codes } = encode(NEWER, { effort: 'high' }, { ...changes, tools: [tool] });
  expect(codes).toEqual([
    'approximated toolChoice',
    'dropped temperature',
    'dropped topP',
    'dropped topK',
  ]);
  expect(encode(NEWER, { effort: 'high' }, { temperature: 1, topP: 0.99 }).codes).toEqual([]);
});
