import { Fields } from '../../fields.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { ToolCallPart } from '../../part.ts';
import { readCacheMarker, writeCacheMarker } from './cache-marker.ts';
import { type Encoding, extraOf, warn, writeExtra } from './encoding.ts';
import { dropSignature } from './text.ts';

/** The only field of an `input` that stands for arguments which are no JSON object. */
const RAW = '_raw_arguments';

/** Reads a `tool_use` block of a request. */
export function readToolCall(value: JsonObject, path: string): ToolCallPart {
  const fields = new Fields(value, path);
  fields.any('type');
  const id = fields.required('id', fields.string('id'));
  const name = fields.required('name', fields.string('name'));
  const input = fields.any('input');
  const cache = readCacheMarker(fields);
  const rest = withoutDirectCaller(fields.rest());
  return { type: 'tool-call', id, name, arguments: argumentsOf(input), ...cache, ...extraOf(rest) };
}

/** Writes a `tool_use` block for an upstream. */
export function writeToolCall(part: ToolCallPart, path: string, encoding: Encoding): JsonObject {
  dropSignature(part, path, encoding);
  const { input, malformed } = inputOf(part.arguments);
  if (malformed) {
    const message = 'The arguments are no JSON object; they were sent as text in a field of one.';
    warn(encoding, 'malformed', `${path}.arguments`, message);
  }
  const block: JsonObject = { type: 'tool_use', id: wireId(part.id), name: part.name, input };
  writeCacheMarker(part.cache, block);
  writeExtra(part.extra, block);
  return block;
}

/**
 * A call's id in the letters that the API takes (`^[a-zA-Z0-9_-]+$`). Other letters are written as
 * numbers, always the same for the same id, so that a call and its result stay together.
 */
export function wireId(id: string): string {
  if (/^[a-zA-Z0-9_-]+$/.test(id)) return id;
  const letters = id.replace(
    /[^a-zA-Z0-9_-]/gu,
    (letter) => `_${letter.codePointAt(0)?.toString(16)}_`,
  );
  return letters === '' ? 'call_' : letters;
}

/** The arguments' JSON text of an `input`. */
export function argumentsOf(input: JsonValue | undefined): string {
  if (input === undefined || input === null) return '{}';
  if (isJsonObject(input) && typeof input[RAW] === 'string' && Object.keys(input).length === 1) {
    return input[RAW];
  }
  return JSON.stringify(input);
}

/** The `input` of arguments; text that is no JSON object is wrapped into one. */
export function inputOf(json: string): { input: JsonObject; malformed: boolean } {
  if (json === '') return { input: {}, malformed: false };
  try {
    const input: unknown = JSON.parse(json);
    if (isJsonObject(input)) return { input, malformed: false };
  } catch {
    // Told by `malformed`.
  }
  return { input: { [RAW]: json }, malformed: true };
}

/** Takes out `caller: {type: 'direct'}`, which says no more than its absence. */
export function withoutDirectCaller(rest: JsonObject | undefined): JsonObject | undefined {
  if (!isJsonObject(rest?.caller) || rest.caller.type !== 'direct') return rest;
  const { caller: _, ...others } = rest;
  return Object.keys(others).length === 0 ? undefined : others;
}
