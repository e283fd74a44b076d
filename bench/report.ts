import { writeFileSync } from 'node:fs';

/** One thing measured, beside what it is measured against. */
export interface Row {
  /** What was measured, with its unit: `"openai decode, chunks/s"`. */
  metric: string;
  ours: number;
  reference: number;
  /** How many times the reference ours costs; below 1 we are better. */
  ratio: number;
  /** The ratio aimed at, or null where the figure is only for information. */
  goal: number | null;
  /** Whether the ratio is within the goal, or null without one. */
  met: boolean | null;
}

/** Makes a row of something where less is better (milliseconds, bytes). */
export function cost(metric: string, ours: number, reference: number, goal?: number): Row {
  return row(metric, ours, reference, ours / reference, goal);
}

/** Makes a row of something where more is better (chunks or requests a second). */
export function rate(metric: string, ours: number, reference: number, goal?: number): Row {
  return row(metric, ours, reference, reference / ours, goal);
}

function row(metric: string, ours: number, reference: number, ratio: number, goal?: number): Row {
  return {
    metric,
    ours,
    reference,
    ratio,
    goal: goal ?? null,
    met: goal === undefined ? null : ratio <= goal,
  };
}

export function printTable(rows: Row[]): void {
  const cells = rows.map(({ metric, ours, reference, ratio, goal, met }) => [
    metric,
    figure(ours),
    figure(reference),
    `${figure(ratio)}x`,
    goal === null ? '' : `≤ ${figure(goal)}x`,
    met === null ? '' : met ? 'met' : 'MISSED',
  ]);
  const table = [['metric', 'ours', 'reference', 'ratio', 'goal', ''], ...cells];
  const widths = table[0]?.map((_, i) => Math.max(...table.map((line) => line[i]?.length ?? 0)));
  for (const line of table) {
    const padded = line.map((cell, i) =>
      i === 0 ? cell.padEnd(widths?.[i] ?? 0) : cell.padStart(widths?.[i] ?? 0),
    );
    console.log(padded.join('  ').trimEnd());
  }
}

export function writeRows(file: string, rows: Row[]): void {
  writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`);
}

function figure(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
