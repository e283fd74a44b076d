import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { MediaPart } from '../../part.ts';
import { extraOf, writeExtra } from './encoding.ts';
import { addressOf, kindOf, sourceOf } from './media.ts';
import { readThoughtSignature, writeThoughtSignature } from './thought-signature.ts';

/**
 * Reads an entry of a reply's `images`, OpenRouter's form for what a model drew
 * (openrouter.ai/docs/features/multimodal/image-generation); `undefined` for what is none.
 */
export function readReplyImage(value: JsonValue): MediaPart | undefined {
  if (!isJsonObject(value)) return undefined;
  const { type: _, image_url: address, extra_content, index: __, ...others } = value;
  if (!isJsonObject(address) || typeof address.url !== 'string') return undefined;
  const { url, ...addressRest } = address;
  const { signature, rest: content } = readThoughtSignature(extra_content);
  const rest: JsonObject = { ...others };
  if (Object.keys(addressRest).length > 0) rest.image_url = addressRest;
  if (content) rest.extra_content = content;
  const source = sourceOf(url);
  return {
    type: 'media',
    kind: source.type === 'url' ? 'image' : kindOf(source.mediaType),
    source,
    ...(signature ? { signature } : {}),
    ...extraOf(Object.keys(rest).length > 0 ? rest : undefined),
  };
}

/** Writes what {@link readReplyImage} reads; media of every kind but sounds go this way. */
export function writeReplyImage(part: MediaPart): JsonObject {
  const { source } = part;
  const url = source.type === 'file' ? source.id : addressOf(source);
  const written: JsonObject = { type: 'image_url', image_url: { url } };
  writeExtra(part.extra, written);
  if (part.signature) writeThoughtSignature(part.signature, written);
  return written;
}
