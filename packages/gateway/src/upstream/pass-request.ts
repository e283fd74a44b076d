import { isJsonObject, type ProtocolName } from '@ofoxai/core';
import { type FieldSpan, splicePieces } from './json-scan.ts';
import type { RawBody } from './raw-body.ts';
import { replaceOnly } from './replace-only.ts';

/** What is changed in a request that is passed on as it is. */
export interface PassEdits {
  protocol: ProtocolName;
  /** As the node names it. */
  model: string;
  /** Whether the answer is streamed, so that OpenAI's must be asked to tell its usage. */
  stream: boolean;
}

const WITH_USAGE = '{"include_usage":true}';

/**
 * The bytes, or pieces of them, of a request for an upstream of the same protocol: the model is called by the node's
 * name, what this API adds to the wires (`provider`, `model_routing_config`) is left out, and an
 * OpenAI stream is asked to tell its usage. Every other byte is as it came.
 */
export function passRequest(body: RawBody, edits: PassEdits): Buffer | Buffer[] {
  const { protocol, stream } = edits;
  const asksUsage = protocol === 'openai' && stream;
  const to = protocol === 'gemini' ? `models/${edits.model}` : edits.model;
  const simple = passSimple(body, to, asksUsage);
  if (simple) return simple;
  const { fields } = body;
  const hasOptions = asksUsage && fields.some(({ name }) => name === 'stream_options');
  const name = JSON.stringify(to);
  const model = asksUsage && !hasOptions ? `${name},"stream_options":${WITH_USAGE}` : name;
  const edit = (field: FieldSpan) => {
    switch (field.name) {
      case 'model':
        return model;
      case 'provider':
      case 'model_routing_config':
        return null;
      case 'extra_body':
        return withoutExtensions(body, field);
      case 'generateContentRequest':
        return protocol === 'gemini' ? withModel(body, field, name) : undefined;
      case 'stream_options':
        return asksUsage ? withUsage(body, field) : undefined;
      default:
        return undefined;
    }
  };
  return splicePieces(body.bytes, fields, edit);
}

/** A request that is parsed already, and in which nothing but the model needs to be changed. */
function passSimple(body: RawBody, to: string, asksUsage: boolean): Buffer | undefined {
  const { parsed } = body;
  if (!isJsonObject(parsed) || typeof parsed.model !== 'string') return undefined;
  for (const name in parsed) if (EDITED.has(name)) return undefined;
  const more = asksUsage ? `,"stream_options":${WITH_USAGE}` : '';
  const text = replaceOnly(body.text, 'model', parsed.model, to, more);
  return text === undefined ? undefined : Buffer.from(text, 'latin1');
}

const EDITED: ReadonlySet<string> = new Set([
  'provider',
  'model_routing_config',
  'extra_body',
  'stream_options',
  'generateContentRequest',
]);

/** Where tokens are counted, Google repeats the model within. @param name as JSON. */
function withModel(body: RawBody, field: FieldSpan, name: string): string | undefined {
  const request = body.valueOf(field);
  if (!isJsonObject(request)) return undefined;
  return JSON.stringify({ ...request, model: JSON.parse(name) as string });
}

function withUsage(body: RawBody, field: FieldSpan): string | undefined {
  const options = body.valueOf(field);
  if (!isJsonObject(options)) return options === null ? WITH_USAGE : undefined;
  if (options.include_usage === true) return undefined;
  return JSON.stringify({ ...options, include_usage: true });
}

/** A literal `extra_body` is what some callers send when their SDK should have unwrapped it. */
function withoutExtensions(body: RawBody, field: FieldSpan): string | null | undefined {
  const value = body.valueOf(field);
  if (!isJsonObject(value)) return value === null ? null : undefined;
  const { provider: _, model_routing_config: __, ...rest } = value;
  return Object.keys(rest).length === 0 ? null : JSON.stringify(rest);
}
