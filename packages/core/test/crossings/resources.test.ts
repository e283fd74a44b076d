import { describe, expect, test } from 'vitest';
import type { EmbeddingRequest } from '../../src/embedding.ts';
import { OfoxError } from '../../src/error.ts';
import type { JsonObject, JsonValue } from '../../src/json.ts';
import type { ProtocolName } from '../../src/protocol-name.ts';
import type { EncodedRequest } from '../../src/protocols/wire.ts';
import { pretty } from './fixtures.ts';
import { MODELS, NAMES, WIRES } from './wires.ts';

const FOLDER = new URL('../fixtures/crossings/resources/', import.meta.url);

function told(encode: () => EncodedRequest | undefined): JsonObject {
  try {
    const encoded = encode();
    if (!encoded) return { refused: 'The wire has no such endpoint.' };
    const { path, body, warnings } = encoded;
    const said = warnings.map(({ code, path: at, message }) => `${code} ${at}: ${message}`);
    return { path, body, warnings: said };
  } catch (error) {
    if (!OfoxError.is(error)) throw error;
    return { refused: error.message, param: error.param ?? null };
  }
}

async function expectGolden(name: string, golden: JsonObject): Promise<void> {
  await expect(pretty(golden)).toMatchFileSnapshot(new URL(`${name}.json`, FOLDER).pathname);
}

describe('embeddings', () => {
  const REQUESTS: [string, ProtocolName, JsonObject][] = [
    ['one-text', 'openai', { model: 'm', input: 'fox', encoding_format: 'base64' }],
    [
      'several-texts',
      'openai',
      { model: 'm', input: ['fox', 'den'], dimensions: 8, user: 'user-1' },
    ],
    ['tokens', 'openai', { model: 'm', input: [[1, 2, 3]] }],
    [
      'content',
      'gemini',
      {
        model: 'models/m',
        content: { parts: [{ text: 'fox' }] },
        taskType: 'RETRIEVAL_QUERY',
        outputDimensionality: 8,
      },
    ],
    [
      'batch',
      'gemini',
      {
        requests: [
          { model: 'models/m', content: { parts: [{ text: 'fox' }] } },
          { model: 'models/m', content: { parts: [{ text: 'den' }] } },
        ],
      },
    ],
  ];

  test.each(REQUESTS)('%s as %s asks for them', async (name, from, body) => {
    const request = WIRES[from].embeddings?.decodeRequest({ body, model: 'm' }) as EmbeddingRequest;
    const reply = {
      model: 'm',
      vectors: request.input.map((_, at) => [0.5, -0.25, at]),
      usage: { input: 3, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0, output: 0, reasoning: 0 },
    };
    const golden: JsonObject = {};
    for (const to of NAMES) {
      const model = MODELS[to];
      const codec = WIRES[to].embeddings;
      golden[`to ${to}`] = told(() => codec?.encodeRequest({ ...request, model }));
    }
    golden[`answer on ${from}`] = WIRES[from].embeddings?.encodeReply(reply, request) ?? null;
    await expectGolden(`embeddings-${from}-${name}`, golden);
  });

  test('say the same numbers on both wires', () => {
    const request = { model: 'm', input: ['a', 'b'] };
    const vectors = [
      [0.5, -0.25, 1],
      [0, 0.125, -1],
    ];
    const usage = {
      input: 2,
      cacheRead: 0,
      cacheWrite: 0,
      cacheWrite1h: 0,
      output: 0,
      reasoning: 0,
    };
    for (const name of ['openai', 'gemini'] as const) {
      const codec = WIRES[name].embeddings;
      const body = codec?.encodeReply({ model: 'm', vectors, usage }, request);
      const copy = JSON.parse(JSON.stringify(body)) as JsonValue;
      expect(codec?.decodeReply(copy, request)).toMatchObject({ vectors });
    }
  });
});

test('images, as OpenAI asks for them', async () => {
  const body = { prompt: 'A fox.', model: 'm', size: '1536x1024', quality: 'high', user: 'user-1' };
  const request = WIRES.openai.images?.decodeRequest?.({ body });
  if (!request) throw new Error('The OpenAI wire reads image requests.');
  const golden: JsonObject = {};
  for (const to of NAMES) {
    const codec = WIRES[to].images;
    golden[`to ${to}`] = told(() => codec?.encodeRequest({ ...request, model: MODELS[to] }));
  }
  const answer = {
    candidates: [
      {
        content: { parts: [{ inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } }] },
        finishReason: 'STOP',
      },
    ],
    modelVersion: 'gemini-3-pro-image',
    createTime: '2026-02-02T02:40:00.000Z',
    usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 1290, totalTokenCount: 1293 },
  };
  const made = WIRES.gemini.images?.decodeReply(answer, request);
  golden["Gemini's answer on openai"] =
    (made && WIRES.openai.images?.encodeReply?.(made, request)) ?? null;
  await expectGolden('images', golden);
});

const MODEL_BODIES: Record<ProtocolName, JsonObject> = {
  openai: {
    id: 'anthropic/claude-sonnet-4.5',
    object: 'model',
    created: 1770000000,
    owned_by: 'anthropic',
    name: 'Claude Sonnet 4.5',
    context_length: 200000,
    top_provider: { max_completion_tokens: 64000 },
    pricing: { prompt: '0.000003', completion: '0.000015' },
  },
  anthropic: {
    type: 'model',
    id: 'claude-sonnet-4-5',
    display_name: 'Claude Sonnet 4.5',
    created_at: '2026-02-02T02:40:00Z',
    max_input_tokens: 200000,
    max_tokens: 64000,
  },
  gemini: {
    name: 'models/gemini-3-pro-preview',
    displayName: 'Gemini 3 Pro',
    description: 'Thinks.',
    inputTokenLimit: 1048576,
    outputTokenLimit: 65536,
    supportedGenerationMethods: ['generateContent'],
  },
};

test.each(NAMES)('a model, as %s tells it, on every wire', async (from) => {
  const model = WIRES[from].models.decodeModel(MODEL_BODIES[from]);
  const golden: JsonObject = {};
  for (const to of NAMES) {
    golden[`to ${to}`] = WIRES[to].models.encodeModel(model);
    golden[`list to ${to}`] = WIRES[to].models.encodeList({ models: [], next: 'page-2' });
  }
  await expectGolden(`model-${from}`, golden);
});
