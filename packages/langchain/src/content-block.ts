import {
  type CacheMarker,
  type Citation,
  type Extra,
  isJsonObject,
  type JsonObject,
  type MediaPart,
  PROTOCOL_NAMES,
  type ProtocolName,
  type Signature,
} from '@ofoxai/core';

/** A block of a message's content, in whichever dialect; only its type is sure to be there. */
export interface Block {
  type: string;
  [field: string]: unknown;
}

/** Where on a block the signature of each protocol stands, as that provider's own class has it. */
const SIGNATURE_FIELD: Record<ProtocolName, string> = {
  anthropic: 'signature',
  gemini: 'thoughtSignature',
  openai: 'encrypted_content',
};

/** @returns the fields that hold the signature, to be spread into a block. */
export function writeSignature(signature: Signature | undefined): Record<string, string> {
  return signature ? { [SIGNATURE_FIELD[signature.by]]: signature.value } : {};
}

/** @returns the signature that a block holds, to be spread into a part. */
export function readSignature(block: Block): { signature?: Signature } {
  for (const by of PROTOCOL_NAMES) {
    const value = block[SIGNATURE_FIELD[by]];
    if (typeof value === 'string' && value !== '') return { signature: { by, value } };
  }
  return {};
}

/** What only one protocol says of a part stands in the block's `extras`, by protocol. */
export function writeExtras(extra: Extra | undefined): { extras?: Extra } {
  return extra ? { extras: extra } : {};
}

export function readExtras({ extras }: Block): { extra?: Extra } {
  if (!isJsonObject(extras)) return {};
  const extra: Extra = {};
  for (const protocol of PROTOCOL_NAMES) {
    const words = extras[protocol];
    if (isJsonObject(words)) extra[protocol] = words;
  }
  return Object.keys(extra).length > 0 ? { extra } : {};
}

/** A cache marker in Anthropic's words, on whatever may carry one. */
export function readCacheControl(carrier: object): { cache?: CacheMarker } {
  const marker = 'cache_control' in carrier ? carrier.cache_control : undefined;
  if (!isJsonObject(marker)) return {};
  const { ttl } = marker;
  return { cache: ttl === '5m' || ttl === '1h' ? { ttl } : {} };
}

/** A citation as LangChain has it; its protocol's own words are in `extras`. */
export function writeCitation(citation: Citation): Block {
  const { url, title, quote, start, end, extra } = citation;
  return present({
    type: 'citation',
    url,
    title,
    citedText: quote,
    startIndex: start,
    endIndex: end,
    extras: extra,
  });
}

/** @returns `undefined` for an annotation that is no citation. */
export function readCitation(annotation: unknown): Citation | undefined {
  if (!isJsonObject(annotation) || annotation.type !== 'citation') return undefined;
  const { url, title, citedText, startIndex, endIndex } = annotation;
  return {
    ...(typeof url === 'string' ? { url } : {}),
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof citedText === 'string' ? { quote: citedText } : {}),
    ...(isPosition(startIndex) ? { start: startIndex } : {}),
    ...(isPosition(endIndex) ? { end: endIndex } : {}),
    ...readExtras(annotation as Block),
  };
}

/**
 * A citation in Anthropic's own words, as `ChatAnthropic` leaves it on a text. The whole of it goes
 * back to Anthropic, which checks it.
 */
export function readRawCitation(value: unknown): Citation | undefined {
  if (!isJsonObject(value)) return undefined;
  const { url, cited_text: quote } = value;
  const title = value.title ?? value.document_title;
  return {
    ...(typeof url === 'string' ? { url } : {}),
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof quote === 'string' ? { quote } : {}),
    extra: { anthropic: value as JsonObject },
  };
}

/** A medium as a standard data block: base64, address or file id. */
export function writeMedia(part: MediaPart): Block {
  const { kind, source, name, detail, signature, extra } = part;
  const block = present({
    type: kind === 'document' ? (source.type === 'text' ? 'text-plain' : 'file') : kind,
    mimeType: source.mediaType,
    data: source.type === 'base64' ? source.data : undefined,
    url: source.type === 'url' ? source.url : undefined,
    fileId: source.type === 'file' ? source.id : undefined,
    fileBy: source.type === 'file' ? source.by : undefined,
    text: source.type === 'text' ? source.text : undefined,
    metadata: name === undefined ? undefined : { filename: name },
    detail,
  });
  return { ...block, ...writeSignature(signature), ...writeExtras(extra) };
}

/** The fields that have a value. */
function present(fields: { type: string; [field: string]: unknown }): Block {
  const block: Block = { type: fields.type };
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) block[name] = value;
  }
  return block;
}

/** The arguments of a tool call, if they are the JSON object that they should be. */
export function parseArguments(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPosition(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
