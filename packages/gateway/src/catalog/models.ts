import type { Model, ModelPricing } from '@ofoxai/core';
import { Catalog } from './catalog.ts';
import { formatDecimal, parseDecimal } from './decimal.ts';
import { EMBEDDING_MODELS } from './tables/embeddings.ts';
import { IMAGE_MODELS } from './tables/images.ts';
import { TEXT_MODELS } from './tables/text.ts';

/** The day of the tables, 2026-08-30; they do not tell when a model came out. */
const CREATED = Date.UTC(2026, 7, 30) / 1000;

const PARAMETERS = ['temperature', 'top_p', 'max_tokens', 'stop', 'response_format'];
const TOOL_PARAMETERS = ['tools', 'tool_choice'];
const INPUTS = ['image', 'file', 'audio', 'video'];

/** The models of the API, with prices and limits of 2026-08-30, and the offline ones of `ofox/`. */
export const MODELS: readonly Model[] = [
  ...rows(TEXT_MODELS).map(textModel),
  ...rows(EMBEDDING_MODELS).map(embeddingModel),
  ...rows(IMAGE_MODELS).map(imageModel),
];

/** How long an embedding model's vectors are when the caller does not say, by its id. */
export const EMBEDDING_DIMENSIONS: ReadonlyMap<string, number> = new Map(
  rows(EMBEDDING_MODELS).map(([id = '', , , dimensions]) => [id, Number(dimensions)]),
);

/** The catalogue that a gateway has when its configuration names no other. */
export function defaultCatalog(): Catalog {
  return new Catalog(MODELS);
}

function rows(table: string): string[][] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

function textModel(cells: string[]): Model {
  const [id = '', context = '', maxOutput = '-', prices = '', words = '', aliases = ''] = cells;
  const [prompt = '', completion = ''] = prices.split('/');
  const known = new Set(words.split(' '));
  return {
    ...common(id, aliases),
    contextLength: count(context),
    ...(maxOutput === '-' ? {} : { maxOutputTokens: count(maxOutput) }),
    inputModalities: ['text', ...INPUTS.filter((input) => known.has(input))],
    outputModalities: ['text'],
    pricing: tokenPrices(id, prompt, completion),
    supportedParameters: [
      ...PARAMETERS,
      ...(known.has('no-tools') ? [] : TOOL_PARAMETERS),
      ...(known.has('reasons') ? ['reasoning'] : []),
    ],
    supportedEndpoints: ['/v1/chat/completions'],
  };
}

function embeddingModel([id = '', context = '', price = '', dimensions]: string[]): Model {
  return {
    ...common(id, ''),
    description: `Makes vectors of ${dimensions} numbers unless asked for another length.`,
    contextLength: count(context),
    inputModalities: ['text'],
    outputModalities: ['embeddings'],
    pricing: { prompt: perToken(price), completion: '0' },
    supportedParameters: ['dimensions', 'encoding_format'],
    supportedEndpoints: ['/v1/embeddings'],
  };
}

function imageModel([id = '', price = '', words = '', aliases = '']: string[]): Model {
  const chats = words === 'chat';
  return {
    ...common(id, aliases),
    contextLength: 0,
    inputModalities: chats ? ['text', 'image'] : ['text'],
    outputModalities: chats ? ['text', 'image'] : ['image'],
    ...(price === '-' ? {} : { pricing: { prompt: '0', completion: '0', image: price } }),
    supportedParameters: ['n', 'size', 'quality', 'output_format', 'background'],
    supportedEndpoints: ['/v1/images/generations', ...(chats ? ['/v1/chat/completions'] : [])],
  };
}

function common(id: string, aliases: string) {
  const [owner = '', slug = ''] = id.split('/');
  return {
    id,
    name: displayName(slug),
    created: CREATED,
    ownedBy: owner,
    canonicalSlug: slug,
    aliases: [...new Set([slug, slug.replaceAll('.', '-'), ...aliases.split(' ').filter(Boolean)])],
  };
}

/** Anthropic's own rule gives its cache prices: a tenth to read, 1.25 and 2 times to write. */
function tokenPrices(id: string, prompt: string, completion: string): ModelPricing {
  const prices = { prompt: perToken(prompt), completion: perToken(completion) };
  if (!id.startsWith('anthropic/')) return prices;
  return {
    ...prices,
    inputCacheRead: perToken(prompt, 10n, 2),
    inputCacheWrite5m: perToken(prompt, 125n, 2),
    inputCacheWrite1h: perToken(prompt, 2n),
  };
}

/** USD per token from USD per million, times `factor` divided by ten to the power of `shift`. */
function perToken(perMillion: string, factor = 1n, shift = 0): string {
  const price = parseDecimal(perMillion);
  if (!price) throw new TypeError(`${perMillion} is not a price.`);
  return formatDecimal({ units: price.units * factor, scale: price.scale + shift + 6 });
}

function count(text: string): number {
  const number = Number.parseFloat(text);
  return text.endsWith('M') ? number * 1_000_000 : text.endsWith('k') ? number * 1000 : number;
}

function displayName(slug: string): string {
  return slug
    .split('-')
    .map((word) => (/^(gpt|glm|mai|vl)$/.test(word) ? word.toUpperCase() : capitalised(word)))
    .join(' ');
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
