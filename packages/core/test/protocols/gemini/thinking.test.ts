import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import type { Reasoning } from '../../../src/request.ts';
import { decode, encode } from './support.ts';

const THREE = 'google/gemini-3-flash-preview';
const PRO = 'google/gemini-3.1-pro-preview';
const FLASH = 'google/gemini-2.5-flash';
const OLD_PRO = 'gemini-2.5-pro';
const LITE = 'google/gemini-2.5-flash-lite';
const OTHER = 'openai/gpt-5';

describe('thinking', () => {
  it.each<[string, Reasoning, JsonObject | undefined, string?]>([
    [THREE, { effort: 'minimal' }, { thinkingLevel: 'MINIMAL' }],
    [THREE, { effort: 'low' }, { thinkingLevel: 'LOW' }],
    [
      THREE,
      { effort: 'medium', include: false },
      { thinkingLevel: 'MEDIUM', includeThoughts: false },
    ],
    [THREE, { effort: 'high', include: true }, { thinkingLevel: 'HIGH', includeThoughts: true }],
    [THREE, { effort: 'xhigh' }, { thinkingLevel: 'HIGH' }, 'approximated reasoning.effort'],
    [THREE, { effort: 'max' }, { thinkingLevel: 'HIGH' }, 'approximated reasoning.effort'],
    [THREE, { effort: 'none' }, { thinkingLevel: 'MINIMAL' }, 'approximated reasoning.effort'],
    [THREE, { mode: 'disabled' }, { thinkingLevel: 'MINIMAL' }, 'approximated reasoning.mode'],
    [THREE, { budgetTokens: 2048 }, { thinkingBudget: 2048 }],
    [
      THREE,
      { budgetTokens: 2048, effort: 'low' },
      { thinkingLevel: 'LOW' },
      'dropped reasoning.budgetTokens',
    ],
    [THREE, { mode: 'adaptive' }, { thinkingBudget: -1 }],
    [THREE, { mode: 'between-tools' }, { thinkingBudget: -1 }, 'approximated reasoning.mode'],
    [THREE, { include: true }, { includeThoughts: true }],
    [THREE, {}, undefined],
    [PRO, { effort: 'minimal' }, { thinkingLevel: 'LOW' }, 'approximated reasoning.effort'],
    [PRO, { budgetTokens: 0 }, { thinkingLevel: 'LOW' }, 'approximated reasoning.budgetTokens'],
    [FLASH, { effort: 'none' }, { thinkingBudget: 0 }],
    [FLASH, { effort: 'minimal' }, { thinkingBudget: 512 }, 'approximated reasoning.effort'],
    [FLASH, { effort: 'low' }, { thinkingBudget: 1024 }, 'approximated reasoning.effort'],
    [FLASH, { effort: 'medium' }, { thinkingBudget: 8192 }, 'approximated reasoning.effort'],
    [FLASH, { effort: 'max' }, { thinkingBudget: 24_576 }, 'approximated reasoning.effort'],
    [FLASH, { budgetTokens: 99_999 }, { thinkingBudget: 24_576 }, 'clamped reasoning.budgetTokens'],
    [
      FLASH,
      { budgetTokens: 2048, effort: 'low' },
      { thinkingBudget: 2048 },
      'dropped reasoning.effort',
    ],
    [LITE, { budgetTokens: 100 }, { thinkingBudget: 512 }, 'clamped reasoning.budgetTokens'],
    [OLD_PRO, { effort: 'max' }, { thinkingBudget: 32_768 }, 'approximated reasoning.effort'],
    [OLD_PRO, { mode: 'disabled' }, { thinkingBudget: 128 }, 'approximated reasoning.mode'],
    [OTHER, { effort: 'none' }, { thinkingBudget: 0 }],
    [OTHER, { effort: 'high' }, { thinkingLevel: 'HIGH' }],
  ])('%s is told %j as %j', (model, reasoning, thinkingConfig, warning) => {
    const { body, warnings } = encode({ model, reasoning });
    expect(body.generationConfig).toEqual(thinkingConfig && { thinkingConfig });
    expect(warnings).toEqual(warning ? [warning] : []);
  });

  it.each<[JsonObject, Reasoning | undefined]>([
    [{ thinkingBudget: -1 }, { mode: 'adaptive' }],
    [
      { thinkingBudget: 0, includeThoughts: false },
      { budgetTokens: 0, include: false },
    ],
    [{ thinkingLevel: 'low' }, { effort: 'low' }],
    [
      { thinkingLevel: 'HIGH', includeThoughts: true },
      { effort: 'high', include: true },
    ],
    [{ thinkingLevel: 'THINKING_LEVEL_UNSPECIFIED' }, undefined],
    [{}, undefined],
  ])('%j is read', (thinkingConfig, reasoning) => {
    expect(decode({ generationConfig: { thinkingConfig } }).reasoning).toEqual(reasoning);
  });
});

describe('the other settings', () => {
  it('have their words, both ways', () => {
    const settings = {
      maxTokens: 100,
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      seed: 7,
      frequencyPenalty: 1,
      presencePenalty: -1,
      stop: ['END'],
      logprobs: 3,
      modalities: ['text', 'image'] as ('text' | 'image')[],
      responseFormat: { type: 'text' } as const,
    };
    const generationConfig = {
      maxOutputTokens: 100,
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      seed: 7,
      frequencyPenalty: 1,
      presencePenalty: -1,
      stopSequences: ['END'],
      responseLogprobs: true,
      logprobs: 3,
      responseModalities: ['TEXT', 'IMAGE'],
      responseMimeType: 'text/plain',
    };
    expect(encode(settings).body.generationConfig).toEqual(generationConfig);
    expect(decode({ generationConfig })).toMatchObject(settings);
    expect(encode({ logprobs: 0 }).body.generationConfig).toEqual({ responseLogprobs: true });
    expect(decode({ generationConfig: { responseLogprobs: true } }).logprobs).toBe(0);
    expect(decode({ generationConfig: { candidateCount: 1 } }).extra).toBeUndefined();
  });
});
