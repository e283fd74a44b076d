import { defined } from '../../defined.ts';
import type { EmbeddingRequest } from '../../embedding.ts';
import { Fields, wrongType } from '../../fields.ts';
import type { ImageRequest } from '../../image.ts';
import type { JsonValue } from '../../json.ts';
import { readProviderOption } from '../../routing/extension.ts';
import { readModelId } from './chat.ts';
import { readExtra } from './extra.ts';

type Loose<T, Required extends keyof T> = Pick<T, Required> & {
  [K in Exclude<keyof T, Required>]?: T[K] | undefined;
};

/** Texts to be turned into vectors, as callers write them: one text, or a list. */
export type EmbedInput = Omit<Loose<EmbeddingRequest, 'model' | 'input'>, 'input' | 'list'> & {
  input: string | (string | number[])[];
};

/** Images to be made, as callers write them. */
export type ImageInput = Loose<ImageRequest, 'model' | 'prompt'>;

/** @throws OfoxError of kind `invalid_request` that names the field by path. */
export function readEmbedInput(input: EmbedInput): EmbeddingRequest {
  const fields = new Fields(input, '');
  const texts = fields.required('input', fields.any('input'));
  const provider = fields.fields('provider');
  const request = defined<EmbeddingRequest>({
    model: readModelId(fields),
    input: typeof texts === 'string' ? [texts] : (fields.list('input', readText) ?? []),
    list: typeof texts === 'string' ? undefined : true,
    dimensions: fields.number('dimensions', { min: 1, integer: true }),
    encoding: fields.oneOf('encoding', ['float', 'base64']),
    user: fields.string('user'),
    provider: provider && readProviderOption(provider),
    extra: readExtra(fields),
  });
  fields.end();
  return request;
}

/** @throws OfoxError of kind `invalid_request` that names the field by path. */
export function readImageInput(input: ImageInput): ImageRequest {
  const fields = new Fields(input, '');
  const qualities = ['auto', 'low', 'medium', 'high', 'standard', 'hd'] as const;
  const provider = fields.fields('provider');
  const request = defined<ImageRequest>({
    model: readModelId(fields),
    prompt: fields.required('prompt', fields.string('prompt')),
    n: fields.number('n', { min: 1, max: 10, integer: true }),
    size: fields.string('size'),
    quality: fields.oneOf('quality', qualities),
    outputFormat: fields.oneOf('outputFormat', ['png', 'jpeg', 'webp']),
    background: fields.oneOf('background', ['transparent', 'opaque', 'auto']),
    user: fields.string('user'),
    provider: provider && readProviderOption(provider),
    extra: readExtra(fields),
  });
  fields.end();
  return request;
}

function readText(value: JsonValue, path: string): string | number[] {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) throw wrongType(path, 'a string or an array of token numbers', value);
  return value.map((token, index) => {
    if (typeof token !== 'number') throw wrongType(`${path}[${index}]`, 'a number', token);
    return token;
  });
}
