import type { Paint } from './paint.ts';

const WIDTH = 100;
const INDENT = '  ';

/** What a call of the tour came to. */
export interface Outcome {
  /** Who answered. */
  model?: string;
  /** Such as `12 + 34 tokens`. */
  size?: string;
  ms: number;
  /** USD. */
  cost?: string;
  /** What came back, in a few words. */
  detail: string;
}

/** What stands above the lines of figures. */
export function headerLine(paint: Paint): string {
  return paint.faint(`${INDENT}  ${columns('', 'answered by', 'tokens in + out', 'time', 'USD')}`);
}

/** The line of figures for a call that did as it should, and a line on what came back. */
export function outcomeLines(title: string, outcome: Outcome, paint: Paint): string[] {
  const { model = '', size = '', ms, cost = '', detail } = outcome;
  const figures = columns(title, model, size, `${Math.round(ms)} ms`, cost.slice(0, 10));
  return [`${INDENT}${paint.good('✓')} ${figures}`, detailLine(detail, paint)];
}

function columns(title: string, model: string, size: string, time: string, cost: string): string {
  const texts = [title.padEnd(28), model.padEnd(29), size.padStart(15), time.padStart(8)];
  return [...texts, cost.padStart(10)].join(' ').trimEnd();
}

/** The lines for a call that went wrong. */
export function failureLines(title: string, message: string, paint: Paint): string[] {
  return [`${INDENT}${paint.bad('✗')} ${title}`, detailLine(message, paint)];
}

function detailLine(text: string, paint: Paint): string {
  const indent = `${INDENT}  `;
  return indent + paint.faint(fitted(text, WIDTH - indent.length));
}

function fitted(text: string, width: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
