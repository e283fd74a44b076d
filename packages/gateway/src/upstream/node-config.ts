import { z } from 'zod';
import { PRESETS, type Preset, type PresetName } from './presets.ts';

const MILLION = 1_000_000;

const price = z
  .strictObject({
    input: z.number().nonnegative().describe('USD per million tokens read'),
    output: z.number().nonnegative().describe('USD per million tokens written'),
    cacheRead: z
      .number()
      .nonnegative()
      .optional()
      .describe('USD per million tokens read from the cache'),
    cacheWrite: z
      .number()
      .nonnegative()
      .optional()
      .describe('USD per million tokens written to the cache'),
  })
  .describe("Prices of this model on this node; the catalogue's when absent");

const model = z.union([
  z.string().min(1),
  z.strictObject({ name: z.string().min(1), price: price.optional() }),
]);

const positiveMs = z
  .number()
  .int()
  .positive()
  .max(24 * 3600 * 1000);

const timeoutsSchema = z.strictObject({
  connectMs: positiveMs.default(5_000).describe('To the connection'),
  headersMs: positiveMs
    .default(120_000)
    .describe('From the request to the first byte of the answer'),
  idleMs: positiveMs.default(60_000).describe('Between two pieces of the answer'),
  totalMs: positiveMs.default(1_800_000).describe('For the whole call'),
});

const headerName = z.string().regex(/^[A-Za-z0-9-]+$/, 'must be a header name');

const simulateSchema = z
  .strictObject({
    slow: z.int().min(0).max(600_000).optional().describe('Milliseconds before the answer begins'),
    pace: z.int().min(0).max(60_000).optional().describe('Milliseconds before each token'),
    flaky: z.int().min(2).max(1000).optional().describe('Every so many-th request fails with 503'),
    error: z.int().min(400).max(599).optional().describe('Every request fails with this status'),
  })
  .describe('What an embedded node does on purpose, to rehearse routing and fallback');

/** One upstream, as it stands in the configuration file. */
export const nodeSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[\w.-]{1,64}$/, 'must be letters, digits, dots and dashes')
      .describe('Told to callers in x-ofox-provider and in logs and metrics'),
    preset: z
      .enum(Object.keys(PRESETS) as [PresetName, ...PresetName[]])
      .optional()
      .describe('Fills in protocol, baseUrl and models for a known provider'),
    protocol: z.enum(['openai', 'anthropic', 'gemini']).optional(),
    baseUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('As the official SDK of the protocol takes it: https://api.openai.com/v1'),
    key: z
      .string()
      .min(1)
      .optional()
      .describe("The provider's key, best taken from the environment"),
    models: z
      .record(z.string().min(1), model)
      .optional()
      .describe("Catalogue id to the node's own name; * stands for any rest"),
    priority: z.number().int().default(0).describe('Lower is asked first'),
    weight: z.number().positive().default(1).describe('Share of the traffic under balanced'),
    timeouts: timeoutsSchema.prefault({}),
    headers: z.record(headerName, z.string()).default({}).describe('Sent with every request'),
    connections: z.number().int().positive().max(10_000).default(256),
    simulate: simulateSchema.optional(),
    extensions: z
      .boolean()
      .optional()
      .describe('Whether it understands what this API adds to the wires; false for vendors'),
  })
  .superRefine((node, context) => {
    const preset = presetOf(node);
    const isKeyless = !preset || preset.keyless || node.baseUrl !== undefined;
    if (!isKeyless && node.key === undefined) {
      context.addIssue({ code: 'custom', path: ['key'], message: 'is required by this preset' });
    }
    if (node.simulate && node.preset !== 'embedded') {
      context.addIssue({
        code: 'custom',
        path: ['simulate'],
        message: 'is for the preset embedded only',
      });
    }
    if (!preset && !node.protocol) missing(context, 'protocol');
    if (!preset && !node.baseUrl) missing(context, 'baseUrl');
    if (!preset?.models && !node.models) missing(context, 'models');
  })
  .transform((node) => {
    const preset = presetOf(node);
    return {
      ...node,
      protocol: node.protocol ?? preset?.protocol ?? 'openai',
      baseUrl: node.baseUrl ?? preset?.baseUrl ?? '',
      models: node.models ?? preset?.models ?? {},
      extensions: node.extensions ?? preset?.extensions ?? false,
    };
  });

export type NodeConfig = z.output<typeof nodeSchema>;

function presetOf(node: { preset?: PresetName | undefined }): Preset | undefined {
  return node.preset && PRESETS[node.preset];
}

function missing(context: z.core.$RefinementCtx, field: string): void {
  context.addIssue({ code: 'custom', path: [field], message: 'is required without a preset' });
}

/** What a node calls a model, and what it costs there in USD per token. */
export interface ServedModel {
  name: string;
  price?: { input: number; output: number; cacheRead?: number; cacheWrite?: number };
}

/** The models that a node serves by name, besides what its patterns cover. */
export function namedModels({ models }: Pick<NodeConfig, 'models'>): string[] {
  return Object.keys(models).filter((id) => !id.endsWith('*'));
}

/**
 * What this node calls the model with this catalogue id; `undefined` when it does not serve it. An
 * exact entry goes before a pattern, a longer pattern before a shorter one.
 */
export function servedModel(node: Pick<NodeConfig, 'models'>, id: string): ServedModel | undefined {
  const exact = Object.hasOwn(node.models, id) ? node.models[id] : undefined;
  if (exact !== undefined) return served(exact, '');
  let best: { prefix: string; entry: z.output<typeof model> } | undefined;
  for (const [pattern, entry] of Object.entries(node.models)) {
    if (!pattern.endsWith('*')) continue;
    const prefix = pattern.slice(0, -1);
    if (id.startsWith(prefix) && (!best || prefix.length > best.prefix.length))
      best = { prefix, entry };
  }
  return best && served(best.entry, id.slice(best.prefix.length));
}

function served(entry: z.output<typeof model>, rest: string): ServedModel {
  if (typeof entry === 'string') return { name: entry.replace('*', () => rest) };
  const name = entry.name.replace('*', () => rest);
  if (!entry.price) return { name };
  const { input, output, cacheRead, cacheWrite } = entry.price;
  return {
    name,
    price: {
      input: input / MILLION,
      output: output / MILLION,
      ...(cacheRead === undefined ? {} : { cacheRead: cacheRead / MILLION }),
      ...(cacheWrite === undefined ? {} : { cacheWrite: cacheWrite / MILLION }),
    },
  };
}
