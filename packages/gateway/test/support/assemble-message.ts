import { isJsonObject, type JsonObject, type JsonValue, type ProtocolName } from '@ofoxai/core';
import { dataOf } from './well-formed.ts';

/** The whole answer that callers put together from a stream, as the official SDKs do. */
export function assembleMessage(protocol: ProtocolName, text: string): JsonObject {
  return { openai, anthropic, gemini }[protocol](dataOf(text));
}

function openai(chunks: readonly JsonObject[]): JsonObject {
  let message: JsonObject = {};
  for (const { choices } of chunks) {
    const [choice] = choices as JsonObject[];
    if (isJsonObject(choice?.delta)) message = merged(message, choice.delta) as JsonObject;
  }
  return { choices: [{ message }] };
}

/** Texts are appended, lists put together by the index of their entries, objects field by field. */
function merged(before: JsonValue | undefined, piece: JsonValue, field = ''): JsonValue {
  if (before === undefined || before === null) return piece;
  if (typeof before === 'string' && typeof piece === 'string') {
    return /^(id|type|role|format)$/.test(field) ? piece : before + piece;
  }
  if (Array.isArray(before) && Array.isArray(piece)) {
    const list = [...before];
    for (const entry of piece) {
      const at = list.findIndex((known) => indexOf(known) === indexOf(entry));
      if (at === -1) list.push(entry);
      else list[at] = merged(list[at], entry);
    }
    return list;
  }
  if (!isJsonObject(before) || !isJsonObject(piece)) return piece;
  const object = { ...before };
  for (const [name, value] of Object.entries(piece)) {
    object[name] = merged(object[name], value, name);
  }
  return object;
}

function indexOf(entry: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(entry) ? entry.index : undefined;
}

function anthropic(events: readonly JsonObject[]): JsonObject {
  const content: JsonObject[] = [];
  let json = '';
  for (const { type, content_block, delta } of events) {
    const block = content.at(-1);
    if (type === 'content_block_start') {
      json = '';
      content.push({ ...(content_block as JsonObject) });
    } else if (type === 'content_block_delta' && block) {
      const { type: kind, ...fields } = delta as JsonObject;
      if (kind === 'input_json_delta') json += fields.partial_json;
      else for (const [name, text] of Object.entries(fields)) block[name] = `${block[name]}${text}`;
    } else if (type === 'content_block_stop' && block && json !== '') {
      block.input = JSON.parse(json) as JsonObject;
    }
  }
  return { content };
}

function gemini(chunks: readonly JsonObject[]): JsonObject {
  const parts: JsonValue[] = [];
  for (const { candidates } of chunks) {
    const [candidate] = candidates as { content?: { parts?: JsonValue[] } }[];
    parts.push(...(candidate?.content?.parts ?? []));
  }
  return { candidates: [{ content: { role: 'model', parts } }] };
}
