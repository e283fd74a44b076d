import fc, { type Arbitrary } from 'fast-check';
import type {
  CacheMarker,
  Citation,
  MediaPart,
  MediaSource,
  OpaquePart,
  ReasoningPart,
  RefusalPart,
  TextPart,
  ToolCallPart,
} from '../../src/part.ts';
import { type Extra, PROTOCOL_NAMES, type ProtocolName } from '../../src/protocol-name.ts';
import type { Signature } from '../../src/signature.ts';
import { jsonObject, jsonValue, record, someText, text, word } from './json.ts';

/**
 * The protocols in whose own words something may be said (`extra`, signatures, opaque parts, native
 * tools, uploaded files). A wire's law asks for its own name alone; crossings ask for all.
 */
export type By = readonly ProtocolName[];

/** Fields under names that no wire knows. */
export function extra(by: By = PROTOCOL_NAMES): Arbitrary<Extra> {
  const fields = fc
    .array(
      fc.tuple(
        word,
        jsonValue.filter((value) => value !== null),
      ),
      { minLength: 1, maxLength: 2 },
    )
    .map((pairs) => Object.fromEntries(pairs.map(([name, value]) => [`x_${name}`, value])));
  return fc.constantFrom(...by).chain((name) => fields.map((object) => ({ [name]: object })));
}

export function signature(by: By = PROTOCOL_NAMES): Arbitrary<Signature> {
  return fc.record(
    { by: fc.constantFrom(...by), value: fc.base64String({ minLength: 4, maxLength: 24 }) },
    { noNullPrototype: true },
  );
}

export const cacheMarker: Arbitrary<CacheMarker> = record({}, { ttl: fc.constantFrom('5m', '1h') });

const citation: Arbitrary<Citation> = record(
  { url: fc.webUrl() },
  { title: text, quote: text, start: fc.nat(99), end: fc.nat(99) },
);

/** Text without marks: for messages of users and the system. */
export function plainText(by: By = PROTOCOL_NAMES): Arbitrary<TextPart> {
  return record(
    { type: fc.constant('text'), text: someText },
    { cache: cacheMarker, extra: extra(by) },
  );
}

/** Text of an answer, which may be cited and signed; `text` may be empty. */
export function answerText(by: By = PROTOCOL_NAMES): Arbitrary<TextPart> {
  return record(
    { type: fc.constant('text'), text },
    {
      citations: fc.array(citation, { minLength: 1, maxLength: 2 }),
      signature: signature(by),
      extra: extra(by),
    },
  );
}

export const refusal: Arbitrary<RefusalPart> = fc.record(
  { type: fc.constant('refusal'), text: someText },
  { noNullPrototype: true },
);

const MEDIA_TYPES = {
  image: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
  audio: ['audio/wav', 'audio/mp3'],
  video: ['video/mp4'],
  document: ['application/pdf', 'text/plain'],
} as const;

export type MediaKind = MediaPart['kind'];
export type SourceType = MediaSource['type'];

function mediaSource(
  kind: MediaKind,
  sources: readonly SourceType[] = ['base64', 'url', 'file', 'text'],
  by: By = PROTOCOL_NAMES,
): Arbitrary<MediaSource> {
  const mediaType = fc.constantFrom<string>(...MEDIA_TYPES[kind]);
  const choices: Record<SourceType, Arbitrary<MediaSource>> = {
    base64: record<MediaSource>(
      {
        type: fc.constant('base64'),
        mediaType,
        data: fc.base64String({ minLength: 4, maxLength: 24 }),
      },
      {},
    ),
    url: record<MediaSource>({ type: fc.constant('url'), url: fc.webUrl() }, { mediaType }),
    file: record<MediaSource>(
      { type: fc.constant('file'), id: word, by: fc.constantFrom(...by) },
      { mediaType },
    ),
    text: record<MediaSource>(
      { type: fc.constant('text'), text: someText },
      { mediaType: fc.constant('text/plain') },
    ),
  };
  return fc.oneof(
    ...sources
      .filter((type) => type !== 'text' || kind === 'document')
      .map((type) => choices[type]),
  );
}

export function media(
  kinds: readonly MediaKind[] = ['image', 'audio', 'video', 'document'],
  sources?: readonly SourceType[],
  by: By = PROTOCOL_NAMES,
): Arbitrary<MediaPart> {
  return fc.constantFrom(...kinds).chain((kind) =>
    record(
      {
        type: fc.constant('media' as const),
        kind: fc.constant(kind),
        source: mediaSource(kind, sources, by),
      },
      {
        ...(kind === 'image' ? { detail: fc.constantFrom('auto', 'low', 'high') } : {}),
        ...(kind === 'document' ? { name: someText } : {}),
        cache: cacheMarker,
        extra: extra(by),
      } as { detail: Arbitrary<'auto' | 'low' | 'high'>; name: Arbitrary<string> },
    ),
  );
}

/** Thoughts: told, told and signed, or withheld. */
export function reasoning(by: By = PROTOCOL_NAMES): Arbitrary<ReasoningPart> {
  const told = record<ReasoningPart>(
    { type: fc.constant('reasoning' as const), text: someText },
    { signature: signature(by) },
  );
  const withheld = record<ReasoningPart>(
    {
      type: fc.constant('reasoning' as const),
      text: fc.constant(''),
      signature: signature(by),
      redacted: fc.constant(true as const),
    },
    {},
  );
  return fc.oneof({ weight: 3, arbitrary: told }, { weight: 1, arbitrary: withheld });
}

/** The arguments are the shortest JSON text of an object, as every wire would write it. */
export function toolCall(
  by: By = PROTOCOL_NAMES,
  id: Arbitrary<string> = callId,
): Arbitrary<ToolCallPart> {
  return record(
    {
      type: fc.constant('tool-call'),
      id,
      name: word,
      arguments: jsonObject.map((value) => JSON.stringify(value)),
    },
    { signature: signature(by), extra: extra(by) },
  );
}

const callId: Arbitrary<string> = fc.stringMatching(/^call_[A-Za-z0-9]{6,12}$/);

/** A part of a kind that no other protocol knows; `type` begins with `x_`. */
export function opaque(by: By = PROTOCOL_NAMES): Arbitrary<OpaquePart> {
  return fc.record(
    {
      type: fc.constant('opaque' as const),
      by: fc.constantFrom(...by),
      value: fc.tuple(word, jsonObject).map(([type, object]) => ({ ...object, type: `x_${type}` })),
    },
    { noNullPrototype: true },
  );
}
