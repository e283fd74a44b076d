import type { Fields } from '../../fields.ts';
import { gather } from '../../gather.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { ReasoningPart, ToolCallPart } from '../../part.ts';
import type { AssistantPart } from '../../request.ts';
import { isMadeUpToolCallId } from '../../tool-call-id.ts';
import { readArguments } from './arguments.ts';
import { drop, type Encoding, warn } from './encoding.ts';
import { generationOf } from './generation.ts';
import { jsonText } from './json-text.ts';
import { partObject, readCommonPart, writeOwnSignature, writePart } from './parts.ts';
import { extraOf, structure, writeRest } from './structure.ts';
import { NO_SIGNATURE, readThoughtSignature } from './thought-signature.ts';

/**
 * Reads the parts of a model's turn. Thoughts that a stream brought in pieces are put together up
 * to the piece that is signed, as they were signed whole.
 *
 * @param makeId an id for the call of this number, counted within the turn, when it has none.
 */
export function readModelParts(
  items: JsonValue[],
  path: string,
  makeId: (call: number) => string,
): AssistantPart[] {
  const parts: AssistantPart[] = [];
  let calls = 0;
  items.forEach((item, at) => {
    const value = partObject(item);
    const part = structure(value, `${path}[${at}]`);
    const call = part.fields('functionCall');
    if (call) parts.push(readCall(part, call, makeId(calls++)));
    else if (part.boolean('thought') && part.string('text') !== undefined) {
      addThought(parts, readThought(part));
    } else {
      parts.push(readCommonPart(structure(value, part.path), value as JsonObject));
    }
  });
  return parts;
}

function readCall(part: Fields, call: Fields, madeUpId: string): ToolCallPart {
  const { signature } = readThoughtSignature(part.string('thoughtSignature'));
  const name = call.required('name', call.string('name'));
  const id = call.string('id') || madeUpId;
  const args = jsonText(call.object('args') ?? {}, call.at('args'));
  part.leave('functionCall', call.rest());
  return {
    type: 'tool-call',
    id,
    name,
    arguments: args,
    ...(signature ? { signature } : {}),
    ...extraOf(part.rest()),
  };
}

function readThought(part: Fields): ReasoningPart {
  const text = part.string('text') ?? '';
  const signed = readThoughtSignature(part.string('thoughtSignature'));
  return { type: 'reasoning', text, ...signed, ...extraOf(part.rest()) };
}

function addThought(parts: AssistantPart[], thought: ReasoningPart): void {
  const last = parts.at(-1);
  if (
    last?.type !== 'reasoning' ||
    last.signature ||
    last.extra ||
    thought.extra ||
    thought.redacted
  ) {
    parts.push(thought);
    return;
  }
  last.text += thought.text;
  if (thought.signature) last.signature = thought.signature;
}

/**
 * Writes the parts of a model's turn for an upstream. Thoughts that Gemini did not sign are left
 * out; calls that it did not sign carry the word that makes Gemini 3 take them all the same.
 */
export function writeModelParts(
  parts: readonly AssistantPart[],
  encoding: Encoding,
  path: string,
): JsonObject[] {
  let needsSignature = (generationOf(encoding.model) ?? 0) >= 3;
  return gather(parts, (part, at): JsonObject[] => {
    const partPath = `${path}.content[${at}]`;
    switch (part.type) {
      case 'reasoning':
        return writeThought(part, encoding, partPath);
      case 'refusal':
        warn(encoding, 'approximated', partPath, 'A refusal became plain text.');
        return [writeRest({ text: part.text }, part.extra?.gemini)];
      case 'tool-call': {
        const call = writeCall(part, encoding, partPath);
        if (needsSignature) call.thoughtSignature ??= NO_SIGNATURE;
        needsSignature = false;
        return [call];
      }
      default:
        return writePart(part, encoding, partPath);
    }
  });
}

function writeThought(part: ReasoningPart, encoding: Encoding, path: string): JsonObject[] {
  const { signature } = part;
  if (signature?.by !== 'gemini') {
    const whose = signature ? `signed by ${signature.by}` : 'that nobody signed';
    warn(encoding, 'reasoning_dropped', path, `Thoughts ${whose} were left out.`);
    return [];
  }
  const thought = { text: part.text, thought: true, thoughtSignature: signature.value };
  return [writeRest(thought, part.extra?.gemini)];
}

function writeCall(part: ToolCallPart, encoding: Encoding, path: string): JsonObject {
  const { args, malformed } = readArguments(part.arguments);
  if (malformed) {
    const message = 'The arguments are no JSON object and were sent as text in one.';
    warn(encoding, 'malformed', `${path}.arguments`, message);
  }
  drop(encoding, `${path}.cache`, part.cache);
  const id = isMadeUpToolCallId(part.id) ? {} : { id: part.id };
  const call: JsonObject = { functionCall: { ...id, name: part.name, args } };
  writeOwnSignature(call, part.signature, encoding, path);
  return writeRest(call, part.extra?.gemini);
}
