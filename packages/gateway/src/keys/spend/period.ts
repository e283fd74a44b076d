const DAY_MS = 86_400_000;

/** The day and the month of a moment by UTC, numbered so that later ones are greater. */
export interface Period {
  readonly day: number;
  readonly month: number;
}

/** @param time milliseconds since 1970. */
export function periodOf(time: number): Period {
  const date = new Date(time);
  return {
    day: Math.floor(time / DAY_MS),
    month: date.getUTCFullYear() * 12 + date.getUTCMonth(),
  };
}

/** When the day or the month ends, for people and programs alike. */
export function endOf(unit: 'day' | 'month', period: Period): string {
  const end =
    unit === 'day'
      ? (period.day + 1) * DAY_MS
      : Date.UTC(Math.floor(period.month / 12), (period.month % 12) + 1);
  return new Date(end).toISOString().replace('.000', '');
}
