import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { isJsonObject } from '@ofoxai/core';
import type { z } from 'zod';

/** Keywords that Gemini and others refuse, or that say nothing to a model. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  '$schema',
  'additionalProperties',
  'propertyNames',
  'default',
  'pattern',
  'format',
]);

/**
 * The schema as it is shown to models: in the words that all of their providers take. Arguments are
 * still checked by the whole of it.
 */
export function portable<S extends z.ZodType>(
  schema: S,
): StandardSchemaWithJSON<z.input<S>, z.output<S>> {
  const standard = schema['~standard'];
  let shown: Record<string, unknown> | undefined;
  const show = () => {
    shown ??= reduceObject(standard.jsonSchema.input({ target: 'draft-2020-12' }));
    return shown;
  };
  return {
    '~standard': {
      version: 1,
      vendor: 'ofox',
      validate: standard.validate,
      jsonSchema: { input: show, output: show },
    },
  };
}

function reduce(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(reduce);
  return isJsonObject(schema) ? reduceObject(schema) : schema;
}

function reduceObject(whole: Record<string, unknown>): Record<string, unknown> {
  const reduced: Record<string, unknown> = {};
  const { anyOf, ...rest } = whole;
  // Of alternatives the first is shown: providers differ most in what they make of unions.
  const first: unknown = Array.isArray(anyOf) ? anyOf[0] : undefined;
  const schema = isJsonObject(first) ? { ...first, ...rest } : rest;
  for (const [key, value] of Object.entries(schema)) {
    if (LEFT_OUT.has(key)) continue;
    if (key === 'properties' && isJsonObject(value)) {
      // Names of properties are not keywords.
      const entries = Object.entries(value).map(([name, one]) => [name, reduce(one)] as const);
      reduced[key] = Object.fromEntries(entries);
    } else if (key === 'exclusiveMinimum' && typeof value === 'number') {
      reduced.minimum = value;
    } else if ((key === 'maximum' || key === 'minimum') && !isMeant(value)) {
      // The bounds of whole numbers that every number has.
    } else {
      reduced[key] = reduce(value);
    }
  }
  return reduced;
}

function isMeant(bound: unknown): boolean {
  return bound !== Number.MAX_SAFE_INTEGER && bound !== Number.MIN_SAFE_INTEGER;
}
