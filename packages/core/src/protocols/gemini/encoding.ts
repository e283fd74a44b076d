import type { Warning, WarningCode } from '../../warning.ts';

/** The writing of one request: for which model, and what could not be said. */
export interface Encoding {
  readonly model: string;
  readonly warnings: Warning[];
}

export function warn(encoding: Encoding, code: WarningCode, path: string, message: string): void {
  encoding.warnings.push({ code, path, message });
}

/** Reports a field that this wire has no word for, when the request sets it. */
export function drop(encoding: Encoding, path: string, value: unknown): void {
  if (value === undefined) return;
  const name = path.slice(path.lastIndexOf('.') + 1);
  warn(encoding, 'dropped', path, `The gemini protocol has no word for ${name}.`);
}
