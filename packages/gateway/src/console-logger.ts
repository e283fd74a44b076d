import type { Logger, RequestRecord } from './log.ts';

/** Writes one short line for each request, for somebody who watches a terminal. */
export function consoleLogger(write: (line: string) => void): Logger {
  return {
    info: (fields, message) =>
      write(message === 'request' ? requestLine(fields as RequestRecord) : message),
    warn: (fields, message) => write(`${message} ${JSON.stringify(fields)}`),
    error: (fields, message) => write(`${message}\n${errorText(fields)}`),
  };
}

function requestLine(record: RequestRecord): string {
  const { method, path, status, durationMs, model, servedModel, error, aborted } = record;
  const words = [method, path, status ?? '---', `${durationMs} ms`];
  if (servedModel !== undefined) {
    words.push(servedModel);
    if (record.attempts) words.push(`(instead of ${model})`);
  }
  if (record.inputTokens !== undefined) {
    words.push(`${record.inputTokens} + ${record.outputTokens ?? 0} tokens`);
  }
  if (error !== undefined) words.push(error);
  if (aborted) words.push('caller left');
  return words.join('  ');
}

function errorText(fields: object): string {
  const error = 'err' in fields ? fields.err : undefined;
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(fields);
}
