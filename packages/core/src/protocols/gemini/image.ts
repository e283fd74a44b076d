import { invalid, OfoxError } from '../../error.ts';
import type { GeneratedImage, ImageRequest } from '../../image.ts';
import type { JsonObject } from '../../json.ts';
import type { ImageCodec } from '../resources.ts';
import { drop, type Encoding, warn } from './encoding.ts';
import { decodeReply } from './reply.ts';
import { encodeRequest } from './request.ts';
import { writeRest } from './structure.ts';

/** The shapes that Google's image models make (ai.google.dev/gemini-api/docs/image-generation). */
const RATIOS: [string, number][] = [
  '1:1',
  '2:3',
  '3:2',
  '3:4',
  '4:3',
  '4:5',
  '5:4',
  '9:16',
  '16:9',
  '21:9',
].map((ratio) => {
  const [width = 1, height = 1] = ratio.split(':').map(Number);
  return [ratio, width / height];
});

/** Larger sides than these, in pixels, are asked for as `2K` and `4K`. */
const OVER_1K = 1536;
const OVER_2K = 3072;

/**
 * Image generation, which on this wire is an answer of a model that speaks in images. Callers ask
 * for it in a conversation, so that only the halves towards an upstream are here.
 */
export const images: ImageCodec = {
  encodeRequest(request, options) {
    if (request.n !== undefined && request.n > 1) {
      throw invalid('n', 'n must be 1: Gemini makes one image at a time.');
    }
    const encoding: Encoding = { model: request.model, warnings: [] };
    const imageConfig = writeSize(request, encoding);
    const { user, quality, outputFormat, background } = request;
    drop(encoding, 'user', user);
    drop(encoding, 'quality', quality === 'auto' ? undefined : quality);
    drop(encoding, 'outputFormat', outputFormat);
    drop(encoding, 'background', background === 'auto' ? undefined : background);
    const { provider, extra } = request;
    const own: JsonObject = imageConfig ? { generationConfig: { imageConfig } } : {};
    writeRest(own, extra?.gemini);
    const encoded = encodeRequest(
      {
        model: request.model,
        system: [],
        messages: [{ role: 'user', content: [{ type: 'text', text: request.prompt }] }],
        tools: [],
        stop: [],
        modalities: ['text', 'image'],
        stream: false,
        extra: { ...extra, gemini: own },
        ...(provider ? { provider } : {}),
      },
      options,
    );
    return { ...encoded, warnings: [...encoded.warnings, ...encoding.warnings] };
  },

  /** @throws OfoxError when there is no image: `content_filter` if the answer says so. */
  decodeReply(body, request) {
    const reply = decodeReply(body, { model: request.model });
    const found = reply.content.flatMap((part): GeneratedImage[] => {
      if (part.type !== 'media' || part.kind !== 'image') return [];
      const { source } = part;
      if (source.type === 'base64') return [{ data: source.data, mediaType: source.mediaType }];
      return source.type === 'url' ? [{ url: source.url }] : [];
    });
    if (found.length === 0) {
      const { reason, raw } = reply.finish;
      const kind = reason === 'content_filter' ? 'content_filter' : 'upstream';
      const message = `The model made no image${raw === undefined ? '' : ` (${raw})`}.`;
      throw new OfoxError(kind, message, { protocol: 'gemini', model: reply.model });
    }
    const { model, usage, extra, created = 0 } = reply;
    return { model, created, images: found, usage, ...(extra ? { extra } : {}) };
  },
};

/** The nearest shape and size; Gemini is not told pixels. */
function writeSize({ size }: ImageRequest, encoding: Encoding): JsonObject | undefined {
  if (size === undefined || size === 'auto') return undefined;
  const [, width, height] = (/^(\d{1,5})x(\d{1,5})$/.exec(size) ?? []).map(Number);
  if (!width || !height) throw invalid('size', 'size must be auto or WIDTHxHEIGHT in pixels.');
  const wanted = Math.log(width / height);
  const distance = ([, ratio]: [string, number]) => Math.abs(Math.log(ratio) - wanted);
  const [aspectRatio] = RATIOS.reduce((best, one) => (distance(one) < distance(best) ? one : best));
  const longer = Math.max(width, height);
  const imageSize = longer > OVER_2K ? '4K' : longer > OVER_1K ? '2K' : undefined;
  const told = imageSize ? `${aspectRatio} and ${imageSize}` : aspectRatio;
  warn(encoding, 'approximated', 'size', `Gemini takes shapes, not pixels: it was told ${told}.`);
  return { aspectRatio, ...(imageSize ? { imageSize } : {}) };
}
