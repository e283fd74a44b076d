import { isJsonObject, type JsonObject, type JsonValue, type ProtocolName } from '@ofoxai/core';
import type { WholeAnswer } from './answer.ts';
import type { ChatCall } from './chat-call.ts';
import { type FieldSpan, scanObject, spliceFields } from './json-scan.ts';
import type { NodeRoute } from './node.ts';

/** Names of the fields that matter of a whole answer. */
const FIELDS: Record<ProtocolName, { model: string; usage: string; content: readonly string[] }> = {
  openai: { model: 'model', usage: 'usage', content: ['choices'] },
  anthropic: { model: 'model', usage: 'usage', content: ['content'] },
  gemini: {
    model: 'modelVersion',
    usage: 'usageMetadata',
    content: ['candidates', 'promptFeedback'],
  },
};

/**
 * A whole answer of an upstream of the same protocol: its bytes as they came, but for the model's
 * name. Only its outermost fields are looked at.
 *
 * @returns `undefined` when it has not the fields of an answer, and must be read in full to tell
 * what it is.
 * @throws JsonScanError when it is not a JSON object.
 */
export function passReply(body: Buffer, call: ChatCall, route: NodeRoute): WholeAnswer | undefined {
  const names = FIELDS[call.face.name];
  const fields = scanObject(body);
  let isAnswer = false;
  let usage: JsonObject | undefined;
  let model: FieldSpan | undefined;
  for (const field of fields) {
    if (field.name === 'error' && valueAt(body, field) !== null) return undefined;
    if (names.content.includes(field.name)) isAnswer ||= hasContent(body, field, call.face.name);
    else if (field.name === names.model) model = field;
    else if (field.name === names.usage) usage = objectAt(body, field);
  }
  if (!isAnswer) return undefined;
  const renamed = model && isString(body, model) ? rename(body, fields, names.model, route) : body;
  return {
    body: renamed,
    model: route.model,
    ...(usage ? { usage: call.face.readUsage(usage) } : {}),
    warnings: [],
  };
}

function rename(body: Buffer, fields: FieldSpan[], name: string, route: NodeRoute): Buffer {
  const model = JSON.stringify(route.model);
  return spliceFields(body, fields, (field) => (field.name === name ? model : undefined));
}

/** Anthropic's content may be empty; without a choice, OpenAI's and Gemini's answers are none. */
function hasContent(body: Buffer, field: FieldSpan, protocol: ProtocolName): boolean {
  return protocol === 'anthropic' || body.toString('latin1', field.valueStart, field.end) !== '[]';
}

function isString(body: Buffer, field: FieldSpan): boolean {
  return body[field.valueStart] === 0x22;
}

function objectAt(body: Buffer, field: FieldSpan): JsonObject | undefined {
  const value = valueAt(body, field);
  return isJsonObject(value) ? value : undefined;
}

function valueAt(body: Buffer, field: FieldSpan): JsonValue | undefined {
  try {
    return JSON.parse(body.toString('utf8', field.valueStart, field.end)) as JsonValue;
  } catch {
    return undefined;
  }
}
