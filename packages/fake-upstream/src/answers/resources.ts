import { Buffer } from 'node:buffer';
import type { JsonObject, JsonValue, ProtocolName } from '@ofoxai/core';
import { isObject } from '../json.ts';
import type { RecordedRequest } from '../recorded-request.ts';
import type { Answer } from '../step.ts';
import { CREATED } from '../wires/chat.ts';
import { error } from './error.ts';
import { json } from './literal.ts';

/** One pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export interface EmbeddingSpec {
  /** One for each input; the n-th input's default is `[n, 0.5, -0.25, 0.125]`. */
  vectors?: readonly (readonly number[])[];
  /** Tokens read: 4 unless told. */
  tokens?: number;
  model?: string;
}

/** Vectors in the protocol of the path; in base64 where OpenAI's `encoding_format` asks for it. */
export function embeddings(spec: EmbeddingSpec = {}): Answer {
  return (request) => {
    const body = isObject(request.json) ? request.json : {};
    const vectors = spec.vectors ?? defaultVectors(inputCount(body));
    if (request.protocol === 'openai') {
      return json(openaiEmbeddings(vectors, body, spec, request))(request);
    }
    const values = vectors.map((vector) => ({ values: [...vector] }));
    const single = request.endpoint?.resource === 'embedding';
    return json(single ? { embedding: values[0] ?? null } : { embeddings: values })(request);
  };
}

function openaiEmbeddings(
  vectors: readonly (readonly number[])[],
  body: JsonObject,
  spec: EmbeddingSpec,
  request: RecordedRequest,
): JsonObject {
  const { tokens = 4, model = request.model ?? 'fake-model' } = spec;
  const base64 = body.encoding_format === 'base64';
  return {
    object: 'list',
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: base64 ? floatsAsBase64(vector) : [...vector],
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function floatsAsBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}

/** How many vectors are asked for: an array of numbers is one input of tokens. */
function inputCount(body: JsonObject): number {
  const inputs = body.requests ?? body.input;
  return Array.isArray(inputs) && typeof inputs[0] !== 'number' ? inputs.length : 1;
}

function defaultVectors(count: number): number[][] {
  return Array.from({ length: count }, (_, index) => [index + 1, 0.5, -0.25, 0.125]);
}

/** Images on OpenAI's wire, in base64: as many pixels as `n` asks for, unless they are given. */
export function images(base64?: readonly string[]): Answer {
  return (request) => {
    const asked = isObject(request.json) ? request.json.n : undefined;
    const made = base64 ?? Array<string>(typeof asked === 'number' ? asked : 1).fill(PNG);
    const data = made.map((b64_json) => ({ b64_json }));
    return json({ created: CREATED, data })(request);
  };
}

/** The list of models, or the one that the path names, in the protocol of the request. */
export function models(ids: readonly string[] = ['fake-model', 'fake-model-2']): Answer {
  return (request) => {
    const { protocol, endpoint } = request;
    const entry = MODEL_ENTRIES[protocol];
    if (endpoint?.resource === 'model') {
      const { model = '' } = endpoint;
      if (!ids.includes(model)) return error({ status: 404 })(request);
      return json(entry(model))(request);
    }
    const data: JsonValue[] = ids.map((id) => entry(id));
    switch (protocol) {
      case 'openai':
        return json({ object: 'list', data })(request);
      case 'anthropic': {
        const [first_id, last_id] = [ids[0] ?? null, ids.at(-1) ?? null];
        return json({ data, has_more: false, first_id, last_id })(request);
      }
      case 'gemini':
        return json({ models: data })(request);
    }
  };
}

const MODEL_ENTRIES: Readonly<Record<ProtocolName, (id: string) => JsonObject>> = {
  openai: (id) => ({ id, object: 'model', created: CREATED, owned_by: 'fake' }),
  anthropic: (id) => ({
    type: 'model',
    id,
    display_name: id,
    created_at: new Date(CREATED * 1000).toISOString(),
  }),
  gemini: (id) => ({
    name: `models/${id}`,
    displayName: id,
    inputTokenLimit: 8192,
    outputTokenLimit: 1024,
    supportedGenerationMethods: ['generateContent', 'countTokens'],
  }),
};

/** A count of tokens in the protocol of the path. */
export function tokenCount(tokens = 10): Answer {
  return (request) =>
    json(request.protocol === 'gemini' ? { totalTokens: tokens } : { input_tokens: tokens })(
      request,
    );
}
