import type { Model } from '@ofoxai/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MODELS } from '../../../src/catalog/models.ts';
import {
  type Candidate,
  chooseModels,
  explain,
  type Preference,
} from '../../../src/routing/auto/choose-models.ts';
import { difficultyOf } from '../../../src/routing/auto/difficulty.ts';
import type { Task } from '../../../src/routing/auto/task.ts';

const simple: Task = {
  inputTokens: 20,
  outputTokens: 500,
  inputs: new Set(),
  tools: 0,
  reasoning: 'none',
  hasSchema: false,
  turns: 1,
  words: 'What is the capital of France?',
};
const hard: Task = { ...simple, tools: 3, reasoning: 'much', words: 'Prove it step by step.' };

const model = (id: string, price: string, more: Partial<Model> = {}): Candidate => ({
  model: {
    id,
    pricing: { prompt: price, completion: price },
    inputModalities: ['text', 'image'],
    supportedParameters: ['tools', 'reasoning'],
    contextLength: 100_000,
    ...more,
  },
});

const candidates = [
  model('m/three', '0.000003'),
  model('m/one', '0.000001'),
  model('m/five', '0.000005'),
  model('m/two', '0.000002'),
  model('m/four', '0.000004'),
];

const first = (task: Task, preference?: Preference, from = candidates) =>
  chooseModels(task, from, preference)?.models[0];

describe('difficultyOf', () => {
  it.each<[Partial<Task>, number, string]>([
    [{}, 0, 'simple'],
    [{ inputTokens: 3000 }, 1, 'simple'],
    [{ tools: 2 }, 2, 'medium'],
    [{ words: 'Please refactor this function' }, 2, 'medium'],
    [{ words: 'Solve for x; compare both ways' }, 4, 'medium'],
    [{ reasoning: 'much', tools: 9 }, 6, 'hard'],
    [{ inputTokens: 50_000, inputs: new Set(['image']), hasSchema: true, turns: 9 }, 5, 'hard'],
  ])('%j has %d points', (more, points, level) => {
    expect(difficultyOf({ ...simple, ...more })).toMatchObject({ points, level });
  });
});

describe('chooseModels', () => {
  it.each<[Preference, string, string]>([
    ['cost', 'm/one', 'm/two'],
    ['balanced', 'm/two', 'm/four'],
    ['quality', 'm/three', 'm/five'],
  ])('%s takes %s for a simple task and %s for a hard one', (preference, easy, difficult) => {
    expect(first(simple, preference)).toBe(easy);
    expect(first(hard, preference)).toBe(difficult);
  });

  it('takes the fastest of those strong enough for speed', () => {
    const measured = candidates.map((candidate, at) => ({
      ...candidate,
      latencyMs: 100 * (at + 1),
    }));
    expect(first(simple, 'speed', measured)).toBe('m/three');
    expect(first(hard, 'speed', measured.slice(1))).toBe('m/five');
    expect(first(simple, 'speed')).toBe('m/one');
  });

  it('leaves out what cannot do the task', () => {
    const blind = model('m/blind', '0.1', { inputModalities: ['text'] });
    const handless = model('m/handless', '0.1', { supportedParameters: [] });
    const short = model('m/short', '0.1', { contextLength: 400 });
    const drawer = model('m/drawer', '0.1', { outputModalities: ['image'] });
    const some = [blind, handless, short, drawer, ...candidates];
    const task = { ...hard, inputs: new Set(['image']) };
    expect(chooseModels(task, some, 'quality')?.models).toEqual(['m/five', 'm/four', 'm/three']);
    expect(chooseModels(task, [blind, handless, short, drawer])).toBeUndefined();
  });

  it('names those next to it for the case that it fails, the stronger one first', () => {
    expect(chooseModels(simple, candidates)?.models).toEqual(['m/two', 'm/three', 'm/one']);
  });

  it('explains itself', () => {
    const choice = chooseModels(hard, candidates, 'quality');
    expect(choice && explain(choice)).toBe('hard (tools, reasoning, maths, analysis); quality');
  });

  it('is pure and picks an able model of the catalogue, whatever the task', () => {
    const all = MODELS.map((known) => ({ model: known }));
    const task = fc.record({
      inputTokens: fc.nat(900_000),
      outputTokens: fc.nat(9000),
      inputs: fc.subarray(['image', 'file', 'audio', 'video']).map((list) => new Set(list)),
      tools: fc.nat(12),
      reasoning: fc.constantFrom<Task['reasoning'][]>('none', 'some', 'much'),
      hasSchema: fc.boolean(),
      turns: fc.nat(20),
      words: fc.string(),
    });
    const preference = fc.constantFrom<Preference[]>('balanced', 'quality', 'speed', 'cost');
    fc.assert(
      fc.property(task, preference, (some, wanted) => {
        const choice = chooseModels(some, all, wanted);
        expect(chooseModels(some, [...all].reverse(), wanted)).toEqual(choice);
        const chosen = MODELS.find(({ id }) => id === choice?.models[0]);
        if (!chosen) return;
        expect(chosen.outputModalities).toContain('text');
        for (const input of some.inputs) expect(chosen.inputModalities).toContain(input);
        expect(chosen.contextLength).toBeGreaterThanOrEqual(some.inputTokens);
      }),
    );
  });
});
