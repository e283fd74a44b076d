import { isAscii } from 'node:buffer';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ProtocolName,
  type Warning,
} from '@ofoxai/core';
import type { WholeAnswer } from './answer.ts';
import type { ChatCall } from './chat-call.ts';
import { type FieldSpan, scanObject, spliceFields } from './json-scan.ts';
import type { NodeRoute } from './node.ts';
import { replaceOnly } from './replace-only.ts';

/** Names of the fields that matter of a whole answer. */
interface Names {
  model: string;
  usage: string;
  content: readonly string[];
}

const NAMES: Record<ProtocolName, Names> = {
  openai: { model: 'model', usage: 'usage', content: ['choices'] },
  anthropic: { model: 'model', usage: 'usage', content: ['content'] },
  gemini: {
    model: 'modelVersion',
    usage: 'usageMetadata',
    content: ['candidates', 'promptFeedback'],
  },
};

/** Parsing costs less than scanning up to this many bytes. */
const SMALL = 16 * 1024;

/**
 * A whole answer of an upstream of the same protocol: its bytes as they came, but for the model's
 * name.
 *
 * @returns `undefined` when it has not the fields of an answer, and must be read in full to tell
 * what it is.
 * @throws Error when it is not a JSON object.
 */
export function passReply(body: Buffer, call: ChatCall, route: NodeRoute): WholeAnswer | undefined {
  return body.length <= SMALL ? passSmall(body, call, route) : passLarge(body, call, route);
}

function passSmall(body: Buffer, call: ChatCall, route: NodeRoute): WholeAnswer | undefined {
  const { face } = call;
  const names = NAMES[face.name];
  const bytes = body.toString('latin1');
  const reply = JSON.parse(isAscii(body) ? bytes : body.toString('utf8')) as JsonValue;
  if (!isJsonObject(reply) || !isAnswer(reply, names, face.name)) return undefined;
  const told = reply[names.model];
  const answer: Writable<WholeAnswer> = { body, model: route.model, warnings: NO_WARNINGS };
  const usage = reply[names.usage];
  if (isJsonObject(usage)) answer.usage = face.readUsage(usage);
  if (typeof told !== 'string') return answer;
  const text = replaceOnly(bytes, names.model, told, route.model);
  if (text === undefined) answer.body = rename(body, scanObject(body), names.model, route);
  else {
    answer.body = text;
    answer.coding = 'latin1';
  }
  return answer;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const NO_WARNINGS: readonly Warning[] = [];

function passLarge(body: Buffer, call: ChatCall, route: NodeRoute): WholeAnswer | undefined {
  const names = NAMES[call.face.name];
  const fields = scanObject(body);
  const known: JsonObject = {};
  for (const field of fields) {
    if (field.name === 'error' || field.name === names.usage || field.name === names.model) {
      known[field.name] = valueAt(body, field);
    } else if (names.content.includes(field.name)) {
      known[field.name] = field.end - field.valueStart > 2 ? [null] : valueAt(body, field);
    }
  }
  if (!isAnswer(known, names, call.face.name)) return undefined;
  const { [names.model]: told, [names.usage]: usage } = known;
  return {
    body: typeof told === 'string' ? rename(body, fields, names.model, route) : body,
    model: route.model,
    ...(isJsonObject(usage) ? { usage: call.face.readUsage(usage) } : {}),
    warnings: [],
  };
}

/** Anthropic's content may be empty; without a choice, OpenAI's and Gemini's answers are none. */
function isAnswer(reply: JsonObject, names: Names, protocol: ProtocolName): boolean {
  if (reply.error !== undefined && reply.error !== null) return false;
  for (const name of names.content) {
    const content = reply[name];
    if (
      Array.isArray(content)
        ? protocol === 'anthropic' || content.length > 0
        : isJsonObject(content)
    ) {
      return true;
    }
  }
  return false;
}

function rename(body: Buffer, fields: FieldSpan[], name: string, route: NodeRoute): Buffer {
  const model = JSON.stringify(route.model);
  return spliceFields(body, fields, (field) => (field.name === name ? model : undefined));
}

function valueAt(body: Buffer, field: FieldSpan): JsonValue {
  return JSON.parse(body.toString('utf8', field.valueStart, field.end)) as JsonValue;
}
