import type { CallToolResult } from '@modelcontextprotocol/server';
import { type Model, OfoxError } from '@ofoxai/core';
import { z } from 'zod';
import type { ModelPolicy } from '../model-policy.ts';
import { type ModelRow, modelRow } from '../model-row.ts';
import { type Price, priceOf } from '../price.ts';
import { defineTool } from './tool.ts';

const USUAL_ROWS = 10;

const schema = z.strictObject({
  query: z.string().max(200).optional().describe('Words of the id, like "claude sonnet"'),
  input: z.enum(['image', 'file', 'audio', 'video']).optional(),
  output: z.enum(['text', 'image', 'embeddings']).optional(),
  max_price: z.number().min(0).optional().describe('USD per million output tokens'),
  min_context: z.int().min(0).optional().describe('Tokens'),
  sort: z.enum(['price', 'context', 'newest']).optional(),
  prompt_tokens: z.int().min(0).optional().describe('With output_tokens: estimates the cost'),
  output_tokens: z.int().min(0).optional(),
  limit: z.int().min(1).max(50).optional(),
  cursor: z.string().max(20).optional(),
});

type Filter = z.output<typeof schema>;

/** Lists models. */
export const findModels = defineTool({
  name: 'find_models',
  title: 'Find models',
  description:
    'Find models and their prices: USD per million tokens in and out, or per image. Free to call.',
  billable: false,
  schema,
  async run(args, _call, app): Promise<CallToolResult> {
    const entries = entriesOf(await app.catalogue.list(), app.policy);
    const fits = filterOf(args);
    const found = sorted(
      entries.filter((entry) => fits(entry)),
      args.sort,
    );
    const start = readCursor(args.cursor);
    const page = found.slice(start, start + (args.limit ?? USUAL_ROWS));
    const end = start + page.length;
    const rows = {
      models: page.map(({ row, price }) => ({ ...row, ...estimate(price, args) })),
      total: found.length,
      ...(end < found.length && { next_cursor: String(end) }),
    };
    return { content: [{ type: 'text', text: JSON.stringify(rows) }], structuredContent: rows };
  },
});

/** A model that may be used, with what is looked at in each search. */
interface Entry {
  model: Model;
  /** Id and aliases, in small letters. */
  names: string;
  row: ModelRow;
  price: Price | undefined;
}

/** By the list they were made of, which is a new one when the catalogue has been fetched anew. */
const made = new WeakMap<readonly Model[], readonly Entry[]>();

/** The models that may be used, by id. */
function entriesOf(models: readonly Model[], policy: ModelPolicy): readonly Entry[] {
  const known = made.get(models);
  if (known) return known;
  const entries = models
    .filter((model) => policy.allows(model))
    .map((model) => ({
      model,
      names: [model.id, ...(model.aliases ?? [])].join(' ').toLowerCase(),
      row: modelRow(model),
      price: priceOf(model),
    }))
    .sort((a, b) => (a.model.id < b.model.id ? -1 : 1));
  made.set(models, entries);
  return entries;
}

function filterOf(filter: Filter): (entry: Entry) => boolean {
  const { query, input, output, max_price: maxPrice, min_context: minContext } = filter;
  const words = (query ?? '').toLowerCase().match(/[^\s,]+/g) ?? [];
  return ({ model, names, price }) => {
    if (!words.every((word) => names.includes(word))) return false;
    if (input && !model.inputModalities?.includes(input)) return false;
    if (output && !(model.outputModalities ?? ['text']).includes(output)) return false;
    if (minContext !== undefined && (model.contextLength ?? 0) < minContext) return false;
    if (maxPrice === undefined) return true;
    return price !== undefined && price.perOutputToken * 1e6 <= maxPrice + 1e-9;
  };
}

/** Those of equal rank stay in the order of their ids. */
function sorted(entries: Entry[], sort: Filter['sort']): Entry[] {
  return sort === undefined ? entries : entries.sort((a, b) => order(rank(a, sort), rank(b, sort)));
}

/** Cheapest first by what an answer as long as its prompt costs; models without a price last. */
function rank({ model, price }: Entry, sort: NonNullable<Filter['sort']>): number {
  if (sort === 'context') return -(model.contextLength ?? 0);
  if (sort === 'newest') return -(model.created ?? 0);
  return price ? price.perInputToken + price.perOutputToken + price.perImage : Infinity;
}

function order(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function estimate(price: Price | undefined, filter: Filter): { est_usd?: number } {
  const { prompt_tokens: input = 0, output_tokens: output = 0 } = filter;
  if (!price || input + output === 0) return {};
  return { est_usd: round(input * price.perInputToken + output * price.perOutputToken) };
}

function readCursor(cursor: string | undefined): number {
  const start = Number(cursor ?? 0);
  if (Number.isSafeInteger(start) && start >= 0) return start;
  const message = 'cursor must be the next_cursor of an earlier answer.';
  throw new OfoxError('invalid_request', message, { param: 'cursor' });
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
