import type { CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { isFree } from '../ask.ts';
import { costOf, inputBound, priceOf } from '../price.ts';
import { defineTool } from './tool.ts';

const USUAL_TOP = 10;
const MOST_CHARACTERS = 2_000_000;

const schema = z.strictObject({
  query: z.string().min(1),
  texts: z
    .array(z.string().min(1))
    .min(1)
    .max(500)
    .refine((texts) => texts.reduce((sum, { length }) => sum + length, 0) <= MOST_CHARACTERS, {
      message: 'together at most 2 000 000 characters',
    }),
  top: z.int().min(1).optional(),
  model: z.string().optional().describe('Id from find_models with output: embeddings'),
});

/** Ranks texts by likeness. The vectors stay here: an agent can do nothing with them. */
export const rankTexts = defineTool({
  name: 'rank_texts',
  title: 'Rank texts by similarity',
  description:
    'Rank texts by how close in meaning they are to a query, by embeddings. Gives indexes and scores. Costs money.',
  billable: true,
  toolset: 'embeddings',
  schema,
  async run(args, { signal }, app): Promise<CallToolResult> {
    const { query, texts, top = USUAL_TOP } = args;
    const model = args.model ?? app.settings.defaults.embedding;
    await app.policy.check(model);
    const leave = await app.gate.enter(signal);
    try {
      const input = [query, ...texts];
      const price = priceOf(await app.knownModel(model));
      const tokens = input.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
      const bound = price
        ? inputBound(price, tokens)
        : app.spend.isActive
          ? app.unpricedCost(model)
          : 0;
      const reservation = await app.spend.reserve(bound);
      try {
        const { vectors, ...result } = await app.client.embed({ model, input }, { signal });
        reservation.settle(costOf(result.usage, result.response.cost, price) ?? bound);
        const [wanted = [], ...rest] = vectors;
        const ranked = rest
          .map((vector, index) => ({ index, score: round(cosine(wanted, vector)) }))
          .sort((a, b) => b.score - a.score || a.index - b.index)
          .slice(0, top);
        const rows = { model: result.model, ranked };
        return { content: [{ type: 'text', text: JSON.stringify(rows) }], structuredContent: rows };
      } catch (error) {
        reservation.settle(isFree(error) ? 0 : bound);
        throw error;
      }
    } finally {
      leave();
    }
  },
});

function cosine(a: readonly number[], b: readonly number[]): number {
  let product = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0;
    product += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return lengthA === 0 || lengthB === 0 ? 0 : product / Math.sqrt(lengthA * lengthB);
}

function round(score: number): number {
  return Math.round(score * 1e4) / 1e4;
}
