import { defined } from '../../defined.ts';
import { Fields, wrongType } from '../../fields.ts';
import type { JsonValue } from '../../json.ts';
import type {
  Citation,
  MediaPart,
  MediaSource,
  OpaquePart,
  Part,
  ReasoningPart,
  RefusalPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../../part.ts';
import { PROTOCOL_NAMES } from '../../protocol-name.ts';
import { readCache, readExtra, readSignatureOption } from './extra.ts';

type PartType = Part['type'];
type PartOf<T extends PartType> = { [K in PartType]: Extract<Part, { type: K }> }[T];

const READERS: { [T in PartType]: (fields: Fields) => PartOf<T> } = {
  text: readText,
  refusal: readRefusal,
  media: readMedia,
  reasoning: readReasoning,
  'tool-call': readToolCall,
  'tool-result': readToolResult,
  opaque: readOpaque,
};

/**
 * Reads content: a string stands for one text part, a list for its parts.
 *
 * @param types the kinds of part that may stand here, text among them.
 * @throws OfoxError of kind `invalid_request` that names the field by path.
 */
export function readContent<T extends PartType>(
  value: JsonValue,
  path: string,
  types: readonly T[],
): PartOf<T>[] {
  if (typeof value === 'string') return [readPart({ type: 'text', text: value }, path, types)];
  if (!Array.isArray(value)) throw wrongType(path, 'a string or an array of parts', value);
  return value.map((item, index) => readPart(item, `${path}[${index}]`, types));
}

/** Reads the field `content`, which must be there, as {@link readContent} does. */
export function readContentField<T extends PartType>(
  owner: Fields,
  types: readonly T[],
): PartOf<T>[] {
  return readContent(owner.required('content', owner.any('content')), owner.at('content'), types);
}

/** Reads one part, of one of these kinds. */
export function readPart<T extends PartType>(
  value: JsonValue,
  path: string,
  types: readonly T[],
): PartOf<T> {
  const fields = new Fields(value, path);
  const type = fields.required('type', fields.oneOf('type', types));
  const part = READERS[type](fields);
  fields.end();
  return part;
}

function readText(fields: Fields): TextPart {
  return defined<TextPart>({
    type: 'text',
    text: fields.required('text', fields.string('text')),
    citations: fields.list('citations', readCitation),
    signature: readSignatureOption(fields),
    cache: readCache(fields),
    extra: readExtra(fields),
  });
}

function readRefusal(fields: Fields): RefusalPart {
  return defined<RefusalPart>({
    type: 'refusal',
    text: fields.required('text', fields.string('text')),
    extra: readExtra(fields),
  });
}

function readReasoning(fields: Fields): ReasoningPart {
  return defined<ReasoningPart>({
    type: 'reasoning',
    text: fields.string('text') ?? '',
    signature: readSignatureOption(fields),
    redacted: fields.boolean('redacted') ? true : undefined,
    extra: readExtra(fields),
  });
}

function readMedia(fields: Fields): MediaPart {
  const kinds = ['image', 'audio', 'video', 'document'] as const;
  const source = fields.required('source', fields.fields('source'));
  return defined<MediaPart>({
    type: 'media',
    kind: fields.required('kind', fields.oneOf('kind', kinds)),
    source: readSource(source),
    detail: fields.oneOf('detail', ['auto', 'low', 'high']),
    name: fields.string('name'),
    signature: readSignatureOption(fields),
    cache: readCache(fields),
    extra: readExtra(fields),
  });
}

function readSource(fields: Fields): MediaSource {
  const types = ['base64', 'url', 'file', 'text'] as const;
  const type = fields.required('type', fields.oneOf('type', types));
  const mediaType = fields.string('mediaType');
  const string = (name: string) => fields.required(name, fields.string(name));
  const known = mediaType === undefined ? {} : { mediaType };
  const source: MediaSource =
    type === 'base64'
      ? { type, mediaType: fields.required('mediaType', mediaType), data: string('data') }
      : type === 'url'
        ? { type, url: string('url'), ...known }
        : type === 'file'
          ? { type, id: string('id'), by: readMaker(fields), ...known }
          : { type, text: string('text'), ...known };
  fields.end();
  return source;
}

function readToolCall(fields: Fields): ToolCallPart {
  return defined<ToolCallPart>({
    type: 'tool-call',
    id: fields.required('id', fields.string('id')),
    name: fields.required('name', fields.string('name')),
    arguments: fields.required('arguments', fields.string('arguments')),
    signature: readSignatureOption(fields),
    cache: readCache(fields),
    extra: readExtra(fields),
  });
}

function readToolResult(fields: Fields): ToolResultPart {
  return defined<ToolResultPart>({
    type: 'tool-result',
    id: fields.required('id', fields.string('id')),
    name: fields.string('name'),
    content: readContentField(fields, ['text', 'media', 'opaque']),
    isError: fields.boolean('isError'),
    cache: readCache(fields),
    extra: readExtra(fields),
  });
}

function readOpaque(fields: Fields): OpaquePart {
  return {
    type: 'opaque',
    by: readMaker(fields),
    value: fields.required('value', fields.object('value')),
  };
}

function readMaker(fields: Fields) {
  return fields.required('by', fields.oneOf('by', PROTOCOL_NAMES));
}

function readCitation(value: JsonValue, path: string): Citation {
  const fields = new Fields(value, path);
  const citation = defined<Citation>({
    url: fields.string('url'),
    title: fields.string('title'),
    quote: fields.string('quote'),
    start: fields.number('start'),
    end: fields.number('end'),
    extra: readExtra(fields),
  });
  fields.end();
  return citation;
}
