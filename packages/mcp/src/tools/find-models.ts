import type { CallToolResult } from '@modelcontextprotocol/server';
import { type Model, OfoxError } from '@ofoxai/core';
import { z } from 'zod';
import { modelRow } from '../model-row.ts';
import { priceOf } from '../price.ts';
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
    const all = (await app.catalogue.list()).filter((model) => app.policy.allows(model));
    const found = sorted(
      all.filter((model) => fits(model, args)),
      args.sort,
    );
    const start = readCursor(args.cursor);
    const page = found.slice(start, start + (args.limit ?? USUAL_ROWS));
    const end = start + page.length;
    const rows = {
      models: page.map((model) => ({ ...modelRow(model), ...estimate(model, args) })),
      total: found.length,
      ...(end < found.length && { next_cursor: String(end) }),
    };
    return { content: [{ type: 'text', text: JSON.stringify(rows) }], structuredContent: rows };
  },
});

function fits(model: Model, filter: Filter): boolean {
  const { query, input, output, max_price: maxPrice, min_context: minContext } = filter;
  const names = [model.id, ...(model.aliases ?? [])].join(' ').toLowerCase();
  const words = (query ?? '').toLowerCase().split(/[\s,]+/);
  if (!words.every((word) => names.includes(word))) return false;
  if (input && !model.inputModalities?.includes(input)) return false;
  if (output && !(model.outputModalities ?? ['text']).includes(output)) return false;
  if (minContext !== undefined && (model.contextLength ?? 0) < minContext) return false;
  if (maxPrice === undefined) return true;
  const price = priceOf(model);
  return price !== undefined && price.perOutputToken * 1e6 <= maxPrice + 1e-9;
}

/** Cheapest first by what an answer as long as its prompt costs; models without a price last. */
function sorted(models: Model[], sort: Filter['sort']): Model[] {
  return models
    .map((model) => ({ model, rank: rankOf(model, sort) }))
    .sort((a, b) => (a.rank === b.rank ? (a.model.id < b.model.id ? -1 : 1) : a.rank - b.rank))
    .map(({ model }) => model);
}

function rankOf(model: Model, sort: Filter['sort']): number {
  if (sort === 'context') return -(model.contextLength ?? 0);
  if (sort === 'newest') return -(model.created ?? 0);
  if (sort === undefined) return 0;
  const price = priceOf(model);
  return price ? price.perInputToken + price.perOutputToken + price.perImage : Infinity;
}

function estimate(model: Model, filter: Filter): { est_usd?: number } {
  const { prompt_tokens: input = 0, output_tokens: output = 0 } = filter;
  const price = priceOf(model);
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
