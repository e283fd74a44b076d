import { OfoxError } from '@ofoxai/core';

/** How far a call had come when its connection failed. */
export type CallStage = 'connecting' | 'sent' | 'answering';

/** What a failed connection means; what was sent may have been billed, as its fate is unknown. */
export function transportError(upstream: string, cause: Error, stage: CallStage): OfoxError {
  const code = 'code' in cause ? String(cause.code) : '';
  const known = { cause, ...(stage === 'connecting' ? {} : { mayHaveBeenBilled: true }) };
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return new OfoxError('timeout', `${upstream} did not accept a connection in time.`, {
        cause,
      });
    case 'UND_ERR_HEADERS_TIMEOUT':
      return new OfoxError('timeout', `${upstream} did not begin to answer in time.`, known);
    case 'UND_ERR_BODY_TIMEOUT':
      return new OfoxError('timeout', `${upstream} fell silent within its answer.`, known);
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new OfoxError('unavailable', `${upstream} cannot be reached (${code}).`, { cause });
    default: {
      const what = stage === 'answering' ? 'broke off its answer' : 'closed the connection';
      const told = code === '' ? '' : ` (${code})`;
      return new OfoxError('upstream', `${upstream} ${what}${told}.`, known);
    }
  }
}
