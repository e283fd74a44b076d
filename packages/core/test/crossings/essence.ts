import type { JsonValue } from '../../src/json.ts';
import type { FinishReason, Reply } from '../../src/reply.ts';
import type { AssistantPart } from '../../src/request.ts';
import type { Signature } from '../../src/signature.ts';
import { inputTokens, outputTokens } from '../../src/usage.ts';

/** What every wire can say of an answer, and so must not be lost on the way to any other. */
export interface Essence {
  /** What was said and what was refused, one after the other. */
  text: string;
  thoughts: string;
  /** Each signature and what it stands on, in order; thoughts first. */
  signatures: { on: string; by: string; value: string }[];
  calls: { id: string; name: string; arguments: JsonValue }[];
  images: JsonValue[];
  /** Why it ended, as far as all wires tell the reasons apart. */
  finish: 'complete' | 'length' | 'tool_calls' | 'declined';
  usage: { input: number; cacheRead: number; output: number; reasoning: number; cost?: number };
}

const CLASSES: Record<FinishReason, Essence['finish']> = {
  stop: 'complete',
  pause: 'complete',
  length: 'length',
  tool_calls: 'tool_calls',
  content_filter: 'declined',
  refusal: 'declined',
  error: 'declined',
};

export function essenceOf({ content, finish, usage }: Reply): Essence {
  const calls = content.filter((part) => part.type === 'tool-call');
  const images = content.filter((part) => part.type === 'media' && part.kind === 'image');
  return {
    text: joined(content, ['text', 'refusal']),
    thoughts: joined(content, ['reasoning']),
    signatures: signaturesOf(content),
    calls: calls.map(({ id, name, arguments: json }) => ({ id, name, arguments: parsed(json) })),
    images: images.map((part) => (part as { source: object }).source as JsonValue),
    finish: classOf(finish.reason, content),
    usage: {
      input: inputTokens(usage),
      cacheRead: usage.cacheRead,
      output: outputTokens(usage),
      reasoning: usage.reasoning,
      ...(usage.cost === undefined ? {} : { cost: Number(usage.cost) }),
    },
  };
}

/** Not all wires have their own words for answers that end with calls or with a refusal. */
function classOf(reason: FinishReason, content: readonly AssistantPart[]): Essence['finish'] {
  if (reason !== 'stop') return CLASSES[reason];
  if (content.some((part) => part.type === 'tool-call')) return 'tool_calls';
  return content.some((part) => part.type === 'refusal') ? 'declined' : 'complete';
}

function joined(content: readonly AssistantPart[], types: readonly string[]): string {
  let text = '';
  for (const part of content) if (types.includes(part.type) && 'text' in part) text += part.text;
  return text;
}

function signaturesOf(content: readonly AssistantPart[]): Essence['signatures'] {
  const signed = content.filter(
    (part): part is AssistantPart & { signature: Signature } =>
      'signature' in part && part.signature !== undefined,
  );
  const kinds = ['reasoning', 'text', 'media', 'tool-call'];
  const place = (part: AssistantPart) => kinds.indexOf(part.type);
  return [...signed]
    .sort((a, b) => place(a) - place(b))
    .map(({ type, signature: { by, value } }) => ({ on: type, by, value }));
}

/** Arguments that are no JSON object are told apart by their text alone. */
function parsed(json: string): JsonValue {
  try {
    return JSON.parse(json) as JsonValue;
  } catch {
    return json;
  }
}
