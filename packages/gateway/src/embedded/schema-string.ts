import type { JsonObject } from '@ofoxai/core';
import { stringOfFormat } from './formats.ts';
import type { Hints } from './hints.ts';
import { stringOfPattern } from './pattern.ts';
import { hintedString } from './string-hints.ts';

const LONGEST_PATTERN = 1000;
const LONGEST_FILLING = 100_000;

/** Where a string is wanted. */
export interface StringPlace {
  /** The field's name. */
  name: string;
  /** Its number in the list that it is in. */
  index: number;
  /** What the model would have said in words. */
  answer?: string;
}

/** A string that the schema's pattern, format and lengths allow, from the message if it can be. */
export function stringForSchema(schema: JsonObject, hints: Hints, place: StringPlace): string {
  const { name, index, answer } = place;
  const least = typeof schema.minLength === 'number' ? schema.minLength : 0;
  const most = typeof schema.maxLength === 'number' ? schema.maxLength : Infinity;
  const { pattern, format } = schema;
  if (typeof pattern === 'string' && pattern.length <= LONGEST_PATTERN) {
    return patterned(pattern, least, index);
  }
  const formatted = typeof format === 'string' ? stringOfFormat(format, hints, index) : undefined;
  if (formatted !== undefined) return formatted;
  const text = hintedString(name, hints, index, answer) ?? example(schema, name, index);
  return fitted(text, least, most);
}

function patterned(pattern: string, least: number, index: number): string {
  let text = stringOfPattern(pattern, index % 10);
  for (let extra = 1; text.length < least && extra <= 4096; extra *= 2) {
    text = stringOfPattern(pattern, Math.min(extra, least));
  }
  return text;
}

function example(schema: JsonObject, name: string, index: number): string {
  const { examples } = schema;
  const given = Array.isArray(examples) ? examples[index % examples.length] : undefined;
  if (typeof given === 'string') return given;
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return `sample ${words || 'text'}${index === 0 ? '' : ` ${index + 1}`}`;
}

/** Lengths of JSON Schema count code points. */
function fitted(text: string, least: number, most: number): string {
  const length = [...text].length;
  if (length > most) return [...text].slice(0, most).join('');
  if (length >= least) return text;
  return text + '.'.repeat(Math.min(least - length, LONGEST_FILLING));
}
