import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { ReasoningPart } from '../../part.ts';
import { readSignature, type Signature, writeSignature } from '../../signature.ts';
import { formatOf, protocolOfFormat } from './words.ts';

/**
 * An entry of `reasoning_details`, OpenRouter's form for thoughts that must come back
 * (openrouter.ai/docs/use-cases/reasoning-tokens), read.
 */
export interface ReasoningDetail {
  kind: 'text' | 'summary' | 'encrypted';
  text: string;
  signature?: Signature;
  /** Tells entries of one part from those of another. */
  index?: number;
  /** What else it says, with its type where that is not the usual one. */
  rest?: JsonObject;
}

/** Reads an entry; `undefined` for what is none. */
export function readDetail(value: JsonValue): ReasoningDetail | undefined {
  if (!isJsonObject(value)) return undefined;
  const { type, text, summary, data, signature, index, format, ...others } = value;
  const kind =
    type === 'reasoning.encrypted'
      ? 'encrypted'
      : type === 'reasoning.summary'
        ? 'summary'
        : 'text';
  const detail: ReasoningDetail = { kind, text: '' };
  if (kind === 'text' && typeof text === 'string') detail.text = text;
  if (kind === 'summary' && typeof summary === 'string') detail.text = summary;
  if (typeof index === 'number') detail.index = index;
  const proof = kind === 'encrypted' ? data : signature;
  const word = typeof format === 'string' ? format : undefined;
  if (typeof proof === 'string' && proof !== '') {
    const read = readSignature(proof, 'openai').signature;
    const by = read.by === 'openai' ? protocolOfFormat(word) : read.by;
    detail.signature = { by, value: read.value };
  }
  const usual = detail.signature ? formatOf(detail.signature.by) : undefined;
  if (word !== undefined && word !== usual) others.format = word;
  if (kind === 'summary') others.type = 'reasoning.summary';
  if (Object.keys(others).length > 0) detail.rest = others;
  return detail;
}

/** Whether the entry goes on with the one before it, as entries in a stream do. */
export function continues(
  detail: ReasoningDetail,
  before: {
    kind: ReasoningDetail['kind'];
    signature?: Signature | undefined;
    index?: number | undefined;
  },
): boolean {
  if (detail.kind !== before.kind || detail.kind === 'encrypted' || before.signature) return false;
  if (detail.index !== undefined && detail.index === before.index) return true;
  return detail.text === '' && (detail.index === undefined || before.index === undefined);
}

/** The entries of a whole message: those that a caller collected from a stream are put together. */
function readDetails(values: readonly JsonValue[]): ReasoningDetail[] {
  const details: ReasoningDetail[] = [];
  const texts: string[][] = [];
  for (const value of values) {
    const detail = readDetail(value);
    if (!detail) continue;
    const before = details.at(-1);
    if (before && continues(detail, before)) {
      texts.at(-1)?.push(detail.text);
      if (detail.signature) before.signature = detail.signature;
      if (detail.rest) before.rest = { ...before.rest, ...detail.rest };
    } else {
      details.push(detail);
      texts.push([detail.text]);
    }
  }
  details.forEach((detail, at) => {
    detail.text = texts[at]?.join('') ?? '';
  });
  return details;
}

function partOfDetail(detail: ReasoningDetail): ReasoningPart {
  return {
    type: 'reasoning',
    text: detail.text,
    ...(detail.signature ? { signature: detail.signature } : {}),
    ...(detail.kind === 'encrypted' ? { redacted: true as const } : {}),
    ...(detail.rest ? { extra: { openai: detail.rest } } : {}),
  };
}

/** Writes a part as an entry; `index` is the part's place in the message. */
export function writeDetail(part: ReasoningPart, index: number): JsonObject {
  const { type, ...rest } = part.extra?.openai ?? {};
  const { signature } = part;
  const by = signature ? { format: formatOf(signature.by) } : {};
  if (part.redacted) {
    const data = signature ? writeSignature(signature, 'openai') : '';
    return { type: 'reasoning.encrypted', data, ...by, index, ...rest };
  }
  const proof = signature ? { signature: writeSignature(signature, 'openai') } : {};
  if (type === 'reasoning.summary') {
    return { type, summary: part.text, ...proof, ...by, index, ...rest };
  }
  return { type: 'reasoning.text', text: part.text, ...proof, ...by, index, ...rest };
}

/** Whether the plain text of the thoughts does not say all of them. */
export function needsDetails(parts: readonly ReasoningPart[], firstPlace: number): boolean {
  const [first] = parts;
  if (!first) return false;
  if (parts.length > 1 || firstPlace > 0) return true;
  return (
    first.signature !== undefined || first.redacted === true || first.extra?.openai !== undefined
  );
}

/** Puts thoughts among the other parts: each to the place that its entry tells. */
export function place<T>(
  others: readonly T[],
  thoughts: readonly { part: T; index?: number }[],
): T[] {
  const parts: T[] = [];
  let next = 0;
  for (const { part, index } of thoughts) {
    while (index !== undefined && parts.length < index && next < others.length) {
      parts.push(others[next++] as T);
    }
    parts.push(part);
  }
  for (; next < others.length; next++) parts.push(others[next] as T);
  return parts;
}

/**
 * The thoughts of a whole message.
 * @param plain `reasoning_content` or `reasoning`, which mostly repeats what the entries say.
 */
export function readThoughts(
  plain: string,
  entries: readonly JsonValue[],
): { part: ReasoningPart; index?: number }[] {
  const details = readDetails(entries);
  const told = details.map((detail) => detail.text).join('');
  const thoughts: { part: ReasoningPart; index?: number }[] = [];
  if (plain !== '' && plain !== told) {
    const text = plain.endsWith(told) ? plain.slice(0, plain.length - told.length) : plain;
    thoughts.push({ part: { type: 'reasoning', text } });
  }
  for (const detail of details) {
    const { index } = detail;
    thoughts.push({ part: partOfDetail(detail), ...(index === undefined ? {} : { index }) });
  }
  return thoughts;
}
