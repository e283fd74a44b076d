import { Fields, wrongType } from '../../fields.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { ToolResultPart } from '../../part.ts';
import { readCacheMarker, writeCacheMarker } from './cache-marker.ts';
import { type Encoding, extraOf, writeExtra } from './encoding.ts';
import { mediaKind, readMedia, writeMedia } from './media.ts';
import { contentOf, readText, writeText } from './text.ts';
import { wireId } from './tool-calls.ts';

type ResultContent = ToolResultPart['content'];

/** @param names the names of the calls made so far, by id: this wire tells none with the result. */
export function readToolResult(
  value: JsonObject,
  path: string,
  names: ReadonlyMap<string, string>,
): ToolResultPart {
  const fields = new Fields(value, path);
  fields.any('type');
  const id = fields.required('tool_use_id', fields.string('tool_use_id'));
  const isError = fields.boolean('is_error');
  const name = names.get(id);
  return {
    type: 'tool-result',
    id,
    ...(name === undefined ? {} : { name }),
    content: readContent(fields.any('content'), fields.at('content')),
    ...(isError === undefined ? {} : { isError }),
    ...readCacheMarker(fields),
    ...extraOf(fields.rest()),
  };
}

function readContent(content: JsonValue | undefined, path: string): ResultContent {
  if (content === undefined || content === '') return [];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) throw wrongType(path, 'a string or an array of blocks', content);
  return content.map((item, at) => readInnerBlock(item, `${path}[${at}]`));
}

/** A block that users and tools alike may send. */
export function readInnerBlock(item: JsonValue, path: string): ResultContent[number] {
  const fields = new Fields(item, path);
  const type = fields.required('type', fields.string('type'));
  const value = item as JsonObject;
  if (type === 'text') return readText(value, path);
  const kind = mediaKind(type);
  return kind ? readMedia(value, kind, path) : { type: 'opaque', by: 'anthropic', value };
}

export function writeToolResult(
  part: ToolResultPart,
  path: string,
  encoding: Encoding,
): JsonObject {
  const block: JsonObject = { type: 'tool_result', tool_use_id: wireId(part.id) };
  const content = part.content.flatMap((inner, at) =>
    writeInnerBlock(inner, `${path}.content[${at}]`, encoding),
  );
  if (content.length > 0) block.content = contentOf(content);
  if (part.isError !== undefined) block.is_error = part.isError;
  writeCacheMarker(part.cache, block);
  writeExtra(part.extra, block);
  return block;
}

/** Writes what {@link readInnerBlock} reads; nothing for empty texts and foreign parts. */
export function writeInnerBlock(
  part: ResultContent[number],
  path: string,
  encoding: Encoding,
): JsonObject[] {
  if (part.type === 'text') return writeText(part, path, encoding);
  if (part.type === 'media') return [writeMedia(part, path, encoding)];
  return part.by === 'anthropic' ? [part.value] : [];
}
