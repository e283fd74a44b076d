import { type GeneratedImage, type ImageInput, OfoxError } from '@ofoxai/core';
import type { IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';
import { wrongParameter } from '../../../../shared/chat-settings.ts';
import { readProvider } from '../../../../shared/provider.ts';
import { usageData } from '../../../../shared/usage-data.ts';
import {
  callOptionsOf,
  count,
  modelOf,
  type Operation,
  optionsOf,
  output,
  parameter,
  type Run,
} from '../../run.ts';
import { responseData } from '../response-data.ts';

const PASSED_ON = ['background', 'outputFormat', 'quality'] as const;

/** Makes images; each becomes an item with the image as binary data. */
export const generate: Operation = {
  async execute(run, [item = 0]) {
    const options = optionsOf(run, item);
    const result = await run.client.images(readInput(run, item), callOptionsOf(run, item));
    const usage = result.usage && usageData(result.usage);
    if (usage) count(run, usage);
    const { cost, ...facts } = responseData(result.response, result.model, options);
    const field = String(options.binaryField || 'data');
    const outputs = result.images.map(async (image, index) => {
      const { url, revisedPrompt } = image;
      const json = {
        index,
        ...(url ? { url } : {}),
        ...(revisedPrompt ? { revisedPrompt } : {}),
        ...(result.size ? { size: result.size } : {}),
        ...(result.quality ? { quality: result.quality } : {}),
        ...facts,
        // What the request cost is told once, so that it can be added up.
        ...(index === 0 && usage ? { usage } : {}),
        ...(index === 0 && cost !== undefined ? { cost } : {}),
      };
      return output(item, json, await readBinary(run.context, image, field, index));
    });
    return Promise.all(outputs);
  },
};

function readInput(run: Run, item: number): ImageInput {
  const options = optionsOf(run, item);
  const prompt = String(parameter<unknown>(run, 'prompt', item, ''));
  if (prompt.trim() === '') throw wrongParameter('Prompt', 'is empty');
  const size = String(parameter<unknown>(run, 'size', item, 'auto')).trim();
  const provider = readProvider(options);
  const input: ImageInput = { model: modelOf(run, item), prompt };
  input.n = Number(parameter<unknown>(run, 'n', item, 1));
  if (size !== '' && size !== 'auto') input.size = size;
  for (const name of PASSED_ON) {
    if (options[name]) Object.assign(input, { [name]: options[name] });
  }
  return { ...input, ...(provider ? { provider } : {}) };
}

async function readBinary(
  { helpers }: IExecuteFunctions,
  { data, url, mediaType = 'image/png' }: GeneratedImage,
  field: string,
  index: number,
): Promise<IBinaryKeyData> {
  const bytes = data === undefined ? await download(helpers, url) : Buffer.from(data, 'base64');
  const name = `image-${index + 1}.${mediaType.split('/')[1] ?? 'png'}`;
  return { [field]: await helpers.prepareBinaryData(bytes, name, mediaType) };
}

async function download(
  helpers: IExecuteFunctions['helpers'],
  url: string | undefined,
): Promise<Buffer> {
  if (url === undefined) {
    throw new OfoxError('upstream', 'The provider gave neither an image nor its address.');
  }
  return Buffer.from((await helpers.httpRequest({ url, encoding: 'arraybuffer' })) as ArrayBuffer);
}
