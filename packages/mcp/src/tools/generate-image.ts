import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server';
import { OfoxError } from '@ofoxai/core';
import { z } from 'zod';
import type { App } from '../app.ts';
import { isFree } from '../ask.ts';
import { costOf, priceOf, usd } from '../price.ts';
import { showImage } from '../show-image.ts';
import { defineTool } from './tool.ts';

const schema = z.strictObject({
  prompt: z.string().min(1),
  model: z.string().optional().describe('Id from find_models with output: image'),
  size: z.string().max(20).optional().describe('Like 1024x1024'),
  n: z.int().min(1).max(4).optional(),
  file_name: z.string().optional().describe('Also saves it, under this name without extension'),
});

/** Makes images. */
export const generateImage = defineTool({
  name: 'generate_image',
  title: 'Generate an image',
  description:
    'Make images from a description. Small ones come back in the answer, large ones as files. Costs money.',
  billable: true,
  schema,
  async run(args, { signal, progress }, app): Promise<CallToolResult> {
    const { prompt, size, n = 1, file_name: name } = args;
    const model = args.model ?? app.settings.defaults.image;
    await app.policy.check(model);
    const leave = await app.gate.enter(signal);
    try {
      const bound = app.spend.isActive ? await boundOf(app, model, n) : 0;
      const reservation = await app.spend.reserve(bound);
      progress.report(`${model} draws`);
      let result: Awaited<ReturnType<typeof app.client.images>>;
      try {
        result = await app.client.images({ model, prompt, size, n }, { signal });
      } catch (error) {
        reservation.settle(isFree(error) ? 0 : bound);
        throw error;
      }
      const cost = costOf(result.usage, result.response.cost, undefined);
      reservation.settle(cost ?? bound);
      const { images } = result;
      if (images.length === 0) throw new OfoxError('upstream', `${model} gave no image.`);
      const content: ContentBlock[] = [];
      for (const [index, image] of images.entries()) {
        const numbered = name === undefined || index === 0 ? name : `${name}-${index + 1}`;
        const options = { save: name !== undefined, among: images.length };
        content.push(
          ...(await showImage(image, app, { ...options, ...(numbered && { name: numbered }) })),
        );
      }
      const facts = [result.model ?? model, ...(cost === undefined ? [] : [usd(cost)])];
      content.push({ type: 'text', text: `[${facts.join(' · ')}]` });
      return { content };
    } finally {
      leave();
    }
  },
});

/** USD at most; models that are paid by the token have no bound beforehand. */
async function boundOf(app: App, model: string, n: number): Promise<number> {
  const known = await app.knownModel(model);
  const price = priceOf(known);
  if (price && price.perImage > 0) return n * price.perImage;
  const isFreeModel = price && price.perInputToken === 0 && price.perOutputToken === 0;
  return isFreeModel && known?.pricing?.image !== undefined ? 0 : n * app.unpricedCost(model);
}
