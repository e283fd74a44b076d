import type { JsonObject } from '@ofoxai/core';

interface Range {
  low: number;
  high: number;
  /** Of what it must be a multiple; 0 if of nothing. */
  step: number;
}

/**
 * A number that the schema's bounds allow.
 *
 * @param wanted numbers to be preferred, the best first; those out of bounds are passed over.
 * @param index makes the numbers of a list differ where the bounds leave room.
 */
export function numberForSchema(
  schema: JsonObject,
  integer: boolean,
  wanted: number[],
  index: number,
) {
  const range = rangeOf(schema, integer);
  const fitting = wanted.find((value) => fits(value, range, integer));
  if (fitting !== undefined) return fitting;
  const { low, high, step } = range;
  const middle =
    low === Number.NEGATIVE_INFINITY
      ? Math.min(1 + index, high)
      : high === Number.POSITIVE_INFINITY
        ? Math.max(low, 1) + index
        : Math.min(low + index, high);
  if (step === 0) return integer ? Math.ceil(middle) : middle;
  const above = Math.ceil(middle / step) * step;
  return above <= high ? above : Math.floor(high / step) * step;
}

function rangeOf(schema: JsonObject, integer: boolean): Range {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const step = typeof multipleOf === 'number' && multipleOf > 0 ? multipleOf : 0;
  let low = typeof minimum === 'number' ? minimum : Number.NEGATIVE_INFINITY;
  let high = typeof maximum === 'number' ? maximum : Number.POSITIVE_INFINITY;
  // Draft 4 has a boolean beside the bound where later drafts have a bound of its own.
  const above = exclusiveMinimum === true ? low : exclusiveMinimum;
  const below = exclusiveMaximum === true ? high : exclusiveMaximum;
  const unit = integer ? 1 : step || distance(low, above, high, below);
  if (typeof above === 'number' && above >= low)
    low = integer ? Math.floor(above) + 1 : above + unit;
  if (typeof below === 'number' && below <= high)
    high = integer ? Math.ceil(below) - 1 : below - unit;
  return { low, high, step };
}

/** How far to stay away from a bound that is itself excluded. */
function distance(low: number, above: unknown, high: number, below: unknown): number {
  const from = typeof above === 'number' ? Math.max(above, low) : low;
  const to = typeof below === 'number' ? Math.min(below, high) : high;
  return Number.isFinite(to - from) ? (to - from) / 4 : 1;
}

function fits(value: number, { low, high, step }: Range, integer: boolean): boolean {
  if (value < low || value > high || (integer && !Number.isInteger(value))) return false;
  return step === 0 || Number.isInteger(value / step);
}
