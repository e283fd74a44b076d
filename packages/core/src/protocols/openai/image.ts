import { defined } from '../../defined.ts';
import { invalid, OfoxError } from '../../error.ts';
import { Fields } from '../../fields.ts';
import type { GeneratedImage, ImageReply, ImageRequest } from '../../image.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectOf } from '../../json.ts';
import { readProviderPreferences, writeProviderPreferences } from '../../provider-preferences.ts';
import { inputTokens, NO_USAGE, outputTokens, type Usage } from '../../usage.ts';
import { foreignExtraWarnings } from '../foreign.ts';
import type { ImageCodec } from '../resources.ts';
import type { EncodedRequest, EncodeRequestOptions, WireRequest } from '../wire.ts';
import { extraOf, writeExtra } from './encoding.ts';
import { bodyError } from './error.ts';
import { count, decimal } from './usage.ts';

const QUALITIES = ['auto', 'low', 'medium', 'high', 'standard', 'hd'] as const;
const FORMATS = ['png', 'jpeg', 'webp'] as const;
const BACKGROUNDS = ['transparent', 'opaque', 'auto'] as const;

/** `POST /images/generations` (ofox.ai/docs/api/openai/images, platform.openai.com/docs/api-reference/images). */
export const images: ImageCodec = { decodeRequest, encodeRequest, decodeReply, encodeReply };

function decodeRequest(wire: WireRequest): ImageRequest {
  const body = new Fields(wire.body);
  const model = body.required('model', body.string('model') ?? wire.model);
  if (model === '') throw invalid('model', 'model must not be empty.');
  const prompt = body.required('prompt', body.string('prompt'));
  if (prompt === '') throw invalid('prompt', 'prompt must not be empty.');
  const size = body.string('size');
  if (size !== undefined && !/^(?:auto|[1-9]\d{0,4}x[1-9]\d{0,4})$/.test(size)) {
    throw invalid('size', 'size must be auto, or width x height in pixels such as 1024x1024.');
  }
  const request = defined<ImageRequest>({
    model,
    prompt,
    n: body.number('n', { min: 1, max: 10, integer: true }),
    size,
    quality: body.oneOf('quality', QUALITIES),
    outputFormat: body.oneOf('output_format', FORMATS),
    background: body.oneOf('background', BACKGROUNDS),
    user: body.string('user'),
    provider: readProviderPreferences(body).provider,
    extra: undefined,
  });
  return { ...request, ...extraOf(body.rest()) };
}

function encodeRequest(request: ImageRequest, options: EncodeRequestOptions = {}): EncodedRequest {
  const { model, prompt, n, size, quality, outputFormat, background, user } = request;
  const words = { n, size, quality, output_format: outputFormat, background, user };
  const body: JsonObject = { model, prompt, ...defined<typeof words>(words) } as JsonObject;
  if (options.extensions ?? true) writeProviderPreferences(request, body);
  writeExtra(request.extra, body);
  const warnings = foreignExtraWarnings(request.extra, 'openai');
  return { path: '/images/generations', headers: {}, body, warnings };
}

function decodeReply(body: JsonValue, request: ImageRequest): ImageReply {
  if (!isJsonObject(body)) throw nonsense('The answer is not a JSON object.');
  if (body.error !== undefined && body.error !== null) throw bodyError(body);
  const { created, data, model, size, quality, usage, ...rest } = body;
  if (!Array.isArray(data)) throw nonsense('The answer holds no images.');
  const told = rest.output_format ?? request.outputFormat;
  const mediaType = typeof told === 'string' ? `image/${told}` : undefined;
  return {
    ...defined<Pick<ImageReply, 'model' | 'size' | 'quality'>>({
      model: typeof model === 'string' ? model : undefined,
      size: typeof size === 'string' ? size : undefined,
      quality: typeof quality === 'string' ? quality : undefined,
    }),
    created: typeof created === 'number' ? created : 0,
    images: data.map((item, at) => readImage(item, at, mediaType)),
    ...(isJsonObject(usage) ? { usage: readImageUsage(usage) } : {}),
    ...extraOf(Object.keys(rest).length > 0 ? rest : undefined),
  };
}

function readImage(item: JsonValue, at: number, mediaType: string | undefined): GeneratedImage {
  if (!isJsonObject(item)) throw nonsense(`data[${at}] is no object.`);
  const { b64_json: data, url, revised_prompt: prompt } = item;
  if (typeof data !== 'string' && typeof url !== 'string') {
    throw nonsense(`data[${at}] holds neither an image nor its address.`);
  }
  return defined<GeneratedImage>({
    data: typeof data === 'string' ? data : undefined,
    url: typeof url === 'string' ? url : undefined,
    mediaType,
    revisedPrompt: typeof prompt === 'string' ? prompt : undefined,
  });
}

function encodeReply(reply: ImageReply, _request: ImageRequest): JsonObject {
  const data = reply.images.map((image, index) =>
    defined<JsonObject>({
      b64_json: image.data,
      url: image.url,
      revised_prompt: image.revisedPrompt,
      index,
    } as JsonObject),
  );
  const { model, size, quality, usage } = reply;
  const mediaType = reply.images[0]?.mediaType;
  const format = mediaType?.startsWith('image/') ? mediaType.slice(6) : undefined;
  return {
    ...defined<JsonObject>({ output_format: format } as JsonObject),
    ...reply.extra?.openai,
    created: reply.created,
    data,
    ...defined<JsonObject>({ model, size, quality } as JsonObject),
    ...(usage ? { usage: writeImageUsage(usage) } : {}),
  };
}

/** Images are counted under other names than chats. */
function readImageUsage(usage: JsonObject): Usage {
  const { input_tokens, output_tokens, total_tokens: _, cost, ...rest } = usage;
  const cacheRead = Math.min(
    count(objectOf(rest.input_tokens_details).cached_tokens),
    count(input_tokens),
  );
  const price = decimal(cost);
  return {
    ...NO_USAGE,
    input: count(input_tokens) - cacheRead,
    cacheRead,
    output: count(output_tokens),
    ...(price === undefined ? {} : { cost: price }),
    ...extraOf(Object.keys(rest).length > 0 ? rest : undefined),
  };
}

function writeImageUsage(usage: Usage): JsonObject {
  const rest = usage.extra?.openai ?? {};
  const input = inputTokens(usage);
  const output = outputTokens(usage);
  return {
    ...rest,
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    input_tokens_details: {
      text_tokens: input,
      image_tokens: 0,
      ...objectOf(rest.input_tokens_details),
    },
    ...(usage.cost === undefined ? {} : { cost: Number(usage.cost) }),
  };
}

function nonsense(message: string): OfoxError {
  return new OfoxError('upstream', message, { status: 502, protocol: 'openai' });
}
