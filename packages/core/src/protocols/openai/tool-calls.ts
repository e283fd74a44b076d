import { invalid } from '../../error.ts';
import { Fields } from '../../fields.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { OpaquePart, ToolCallPart } from '../../part.ts';
import type { AssistantPart } from '../../request.ts';
import { makeToolCallId } from '../../tool-call-id.ts';
import { readCacheMarker, writeCacheMarker } from './cache-marker.ts';
import { type Encoding, extraOf, writeExtra } from './encoding.ts';
import { encodeThoughtSignature, readThoughtSignature } from './thought-signature.ts';

/** A call of a custom tool (free text instead of JSON) is kept whole: only this wire knows it. */
interface CustomCall extends OpaquePart {
  by: 'openai';
}

export function isCustomCall(part: AssistantPart): part is CustomCall {
  if (part.type !== 'opaque' || part.by !== 'openai') return false;
  return part.value.type === 'custom' && isJsonObject(part.value.custom);
}

/**
 * Reads the `tool_calls` of a message in a request, or its old form `function_call`.
 * @param turn the message's number, from which missing ids are made.
 */
export function readToolCalls(message: Fields, turn: number): (ToolCallPart | OpaquePart)[] {
  const calls = message.list('tool_calls', (item, path) => readToolCall(item, path, turn)) ?? [];
  const old = message.fields('function_call');
  if (old) {
    calls.push(readFunction(old, makeToolCallId(turn, calls.length)));
    message.leave('function_call', old.rest());
  }
  return calls;
}

function readToolCall(item: JsonValue, path: string, turn: number): ToolCallPart | OpaquePart {
  const call = new Fields(item, path);
  const type = call.string('type') ?? 'function';
  if (type !== 'function') return { type: 'opaque', by: 'openai', value: item as JsonObject };
  const number = Number(/\[(\d+)\]$/.exec(path)?.[1] ?? 0);
  const id = call.string('id') || makeToolCallId(turn, number);
  const called = call.required('function', call.fields('function'));
  const part = readFunction(called, id);
  call.leave('function', called.rest());
  const { signature, rest } = readThoughtSignature(call.any('extra_content'));
  call.leave('extra_content', rest);
  return {
    ...part,
    ...(signature ? { signature } : {}),
    ...readCacheMarker(call),
    ...extraOf(call.rest()),
  };
}

function readFunction(called: Fields, id: string): ToolCallPart {
  const name = called.required('name', called.string('name'));
  if (name === '') throw invalid(called.at('name'), `${called.at('name')} must not be empty.`);
  const value = called.any('arguments');
  const json = isJsonObject(value) ? JSON.stringify(value) : called.string('arguments');
  return { type: 'tool-call', id, name, arguments: json || '{}' };
}

/** Writes a call for a request. */
export function encodeToolCall(
  part: ToolCallPart | OpaquePart,
  encoding: Encoding,
  path: string,
): JsonObject {
  if (part.type === 'opaque') return part.value;
  const written = writeToolCall(part);
  writeCacheMarker(part.cache, written, encoding, `${path}.`);
  encodeThoughtSignature(part.signature, written, encoding, path);
  return written;
}

/** The call in this wire's words, without its signature. */
export function writeToolCall(part: ToolCallPart): JsonObject {
  const written: JsonObject = {
    id: part.id,
    type: 'function',
    function: { name: part.name, arguments: part.arguments },
  };
  writeExtra(part.extra, written);
  return written;
}
