import type { EmbedResult } from '@ofoxai/core';
import { wrongParameter } from '../../../../shared/chat-settings.ts';
import { usageData } from '../../../../shared/usage-data.ts';
import { callOptionsOf, count, type Operation, optionsOf, output, parameter } from '../../run.ts';
import { responseData } from '../response-data.ts';
import { embedInput, textsOf } from './texts.ts';

const TEXTS_PER_REQUEST = 256;

/** Tells how similar in meaning items are to a text, or to one another. */
export const similarity: Operation = {
  groupSize: () => Number.POSITIVE_INFINITY,

  async execute(run, items) {
    const [first = 0] = items;
    const texts = items.map((item) => textsOf(run, item).texts.join('\n'));
    const comparesItems = parameter<string>(run, 'compareWith', first, 'query') === 'items';
    const query = comparesItems ? [] : [queryOf(parameter<unknown>(run, 'query', first, ''))];
    const all = [...texts, ...query];
    const results: EmbedResult[] = [];
    for (let from = 0; from < all.length; from += TEXTS_PER_REQUEST) {
      const some = all.slice(from, from + TEXTS_PER_REQUEST);
      const result = await run.client.embed(
        embedInput(run, first, some),
        callOptionsOf(run, first),
      );
      count(run, usageData(result.usage));
      results.push(result);
    }
    const vectors = results.flatMap((result) => result.vectors.map(normalise));
    const asked = vectors[texts.length];
    const top = Number(optionsOf(run, first).top ?? 3);
    const scores = asked && texts.map((_, index) => dot(vectors[index], asked));
    const ranks = scores && rank(scores);
    return items.map((item, index) => {
      const data = scores
        ? { similarity: scores[index], rank: ranks?.[index] }
        : { similar: nearest(vectors, index, top, items, texts) };
      return output(item, {
        text: texts[index],
        ...data,
        ...(index === 0 ? summed(results, run, first) : {}),
      });
    });
  },
};

function queryOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
  if (text.trim() === '') throw wrongParameter('Compared Text', 'is empty');
  return text;
}

/** What all requests together used; who answered is told of the last one. */
function summed(results: EmbedResult[], run: Parameters<typeof optionsOf>[0], item: number) {
  let inputTokens = 0;
  let cost = 0;
  for (const { usage, response } of results) {
    inputTokens += usageData(usage).inputTokens;
    cost += Number(response.cost ?? 0);
  }
  const last = results.at(-1);
  if (!last) return {};
  const facts = responseData(last.response, last.model, optionsOf(run, item));
  const usage = { inputTokens, outputTokens: 0, totalTokens: inputTokens };
  return { usage, ...facts, ...(facts.cost === undefined ? {} : { cost }) };
}

function nearest(
  vectors: number[][],
  index: number,
  top: number,
  items: number[],
  texts: string[],
): { item: number | undefined; text: string | undefined; similarity: number }[] {
  return vectors
    .map((vector, other) => ({ other, similarity: dot(vectors[index], vector) }))
    .filter(({ other }) => other !== index)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, top)
    .map(({ other, similarity: score }) => ({
      item: items[other],
      text: texts[other],
      similarity: score,
    }));
}

/** 1 for the highest score. */
function rank(scores: number[]): number[] {
  const order = scores.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const ranks: number[] = [];
  order.forEach((index, place) => {
    ranks[index] = place + 1;
  });
  return ranks;
}

function normalise(vector: number[]): number[] {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

function dot(a: number[] = [], b: number[] = []): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}
