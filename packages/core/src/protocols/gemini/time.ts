/** The last second of the year 9999, beyond which RFC 3339 cannot tell times. */
const LAST = 253_402_300_799;

/** A time in Unix seconds as `createTime` tells it; `undefined` for one that it cannot tell. */
export function writeTime(seconds: number): string | undefined {
  return seconds >= 0 && seconds <= LAST ? new Date(seconds * 1000).toISOString() : undefined;
}

/** Unix seconds, without their fraction; `undefined` when it is no time. */
export function readTime(time: unknown): number | undefined {
  const milliseconds = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}
