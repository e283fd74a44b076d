import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  OfoxError,
  type ResponseFormat,
} from '@ofoxai/core';
import { readJsonObject, wrongParameter } from '../../../../shared/chat-settings.ts';
import { parameter, type Run } from '../../run.ts';

/** What the answer should be; `undefined` for text. */
export function readOutputFormat(run: Run, item: number): ResponseFormat | undefined {
  switch (parameter<string>(run, 'outputFormat', item, 'text')) {
    case 'json':
      return { type: 'json' };
    case 'example':
      return strictly(schemaOf(required(run, 'jsonExample', 'JSON Example', item)));
    case 'schema':
      return strictly(required(run, 'jsonSchema', 'JSON Schema', item));
    default:
      return undefined;
  }
}

/**
 * The answer's JSON, also out of a fenced block, which some models write in spite of all.
 * @throws OfoxError of kind `upstream` that tells whether the answer was cut short.
 */
export function parseAnswer(text: string, isCut: boolean): JsonValue {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(text);
  const value = jsonOf(fenced?.[1] ?? text);
  if (value !== undefined) return value;
  const why = isCut
    ? 'The answer was cut short by the limit of tokens, so its JSON is not complete. Raise Maximum Number of Tokens.'
    : `The model did not answer with JSON: ${text.slice(0, 200)}`;
  throw new OfoxError('upstream', why, { mayHaveBeenBilled: true });
}

function jsonOf(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The schema that an example satisfies, with all of its fields required. */
function schemaOf(example: JsonValue): JsonObject {
  if (Array.isArray(example)) {
    const [first] = example;
    return { type: 'array', items: first === undefined ? {} : schemaOf(first) };
  }
  if (isJsonObject(example)) {
    const properties = Object.fromEntries(
      Object.entries(example).map(([name, value]) => [name, schemaOf(value)]),
    );
    const names = Object.keys(example);
    return { type: 'object', properties, required: names, additionalProperties: false };
  }
  if (example === null) return { type: ['string', 'null'] };
  if (typeof example === 'number') return { type: 'number' };
  return { type: typeof example };
}

function strictly(schema: JsonObject): ResponseFormat {
  return { type: 'json-schema', name: 'output', schema };
}

function required(run: Run, name: string, label: string, item: number): JsonObject {
  const value = readJsonObject(parameter<unknown>(run, name, item), label);
  if (value === undefined) throw wrongParameter(label, 'is empty');
  return value;
}
