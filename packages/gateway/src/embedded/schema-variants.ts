import { isJsonObject, type JsonObject, type JsonValue } from '@ofoxai/core';
import { conditionsOf, withoutConditions } from './schema-flatten.ts';

/** Words that forbid what generating by the other words may bring about. */
const RESTRICTING = ['not', 'oneOf'];
const TYPES = ['string', 'integer', 'boolean', 'object', 'array', 'null'];
/** How far a choice that a value's place decides is moved on. */
const FEWEST_SHIFTS = 4;
const MOST_SHIFTS = 40;

/** One way in which a value might be made that a restricting schema accepts. */
export interface Variant {
  schema: JsonObject;
  /** Added to the number of the place, so that samples and choices differ. */
  shift: number;
  /** Whether what need not be there is left out. */
  isBare: boolean;
}

/** Whether only a look at the value tells whether the flattened schema accepts it. */
export function isRestricting(schema: JsonObject): boolean {
  return RESTRICTING.some((word) => word in schema) || conditionsOf(schema).length > 0;
}

/** Ways to be tried in turn, the most natural first. */
export function* variantsOf(schema: JsonObject): Generator<Variant> {
  const { not, oneOf, ...rest } = withoutConditions(schema);
  const branches = branchesOf(conditionsOf(schema));
  const alternatives: JsonValue[] = Array.isArray(oneOf) ? [{ anyOf: oneOf }, ...oneOf] : [true];
  // Whoever fits one of `oneOf` must not fit the others.
  const unwanted = [not ?? true, ...(Array.isArray(oneOf) ? oneOf : [])];
  const opposites = [true, ...unwanted.flatMap((one) => oppositesOf(one, rest))];
  const shifts = Math.min(MOST_SHIFTS, Math.max(FEWEST_SHIFTS, choicesOf(rest)));
  for (const isBare of [false, true]) {
    for (let shift = 0; shift < shifts; shift += 1) {
      for (const opposite of opposites) {
        for (const alternative of alternatives) {
          for (const branch of branches) {
            const all = [rest, alternative, opposite, ...branch];
            yield { schema: { allOf: all.filter(isJsonObject) }, shift, isBare };
          }
        }
      }
    }
  }
}

/** What is to hold besides: nothing, all that follows from the conditions, or what follows else. */
function branchesOf(conditions: readonly JsonObject[]): JsonValue[][] {
  if (conditions.length === 0) return [[]];
  const met = conditions.flatMap((one) => [one.if ?? true, one.then ?? true]);
  const single = conditions.map((chosen) =>
    conditions.flatMap((one) =>
      one === chosen ? [one.if ?? true, one.then ?? true] : [one.else ?? true],
    ),
  );
  return [[], ...single, met, conditions.map((one) => one.else ?? true)];
}

/** Schemas of what `not` leaves: beyond its bounds, of another type. */
function oppositesOf(not: JsonValue, { type }: JsonObject): JsonObject[] {
  if (!isJsonObject(not)) return [];
  const beyond: JsonObject[] = [];
  const push = (word: string, opposite: string, by: number) => {
    const bound = not[word];
    if (typeof bound === 'number') beyond.push({ [opposite]: bound + by });
  };
  push('minimum', 'exclusiveMaximum', 0);
  push('maximum', 'exclusiveMinimum', 0);
  push('exclusiveMinimum', 'maximum', 0);
  push('exclusiveMaximum', 'minimum', 0);
  for (const kind of ['Length', 'Items', 'Properties']) {
    push(`min${kind}`, `max${kind}`, -1);
    push(`max${kind}`, `min${kind}`, 1);
  }
  const excluded: JsonValue[] = Array.isArray(not.type) ? not.type : [not.type ?? ''];
  const own: JsonValue[] = Array.isArray(type) ? type : type === undefined ? TYPES : [];
  const others = own.filter((one) => !excluded.includes(one));
  return [...beyond, ...others.map((one) => ({ type: one }))];
}

/** How many values there are to choose from, here and in the fields. */
function choicesOf({ enum: values, properties }: JsonObject): number {
  const own = Array.isArray(values) ? values.length : 0;
  if (!isJsonObject(properties)) return own;
  return Math.max(
    own,
    ...Object.values(properties).map((one) => (isJsonObject(one) ? choicesOf(one) : 0)),
  );
}
