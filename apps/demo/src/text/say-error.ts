import { type ErrorKind, OfoxError } from '@ofoxai/core';

/** An error as one would tell it to somebody. */
export interface SpokenError {
  title: string;
  /** What can be done about it. */
  advice: string;
  /** What the API itself said. */
  detail: string;
  requestId?: string;
}

const SPOKEN: Record<ErrorKind, readonly [title: string, advice: string]> = {
  invalid_request: ['The request was not accepted.', 'Change what the message below names.'],
  authentication: ['The key was not accepted.', 'Open the settings and check the key.'],
  permission: ['This key may not do that.', 'Choose another model, or use another key.'],
  not_found: ['There is no such model here.', 'Choose one from the list.'],
  rate_limit: ['Too many requests for now.', 'Wait a moment, then send it again.'],
  quota: ['There is no money left on this key.', 'Waiting does not help; top up the account.'],
  content_filter: ['The provider’s content filter stopped this.', 'Put it in other words.'],
  context_length: ['This is too long for the model.', 'Shorten it, or choose a larger model.'],
  upstream: ['The provider behind the gateway failed.', 'Send it again, or set a fallback model.'],
  unavailable: ['Nobody can answer right now.', 'Send it again in a moment, or set a fallback.'],
  timeout: ['The answer took too long.', 'Send it again, or choose a faster model.'],
  aborted: ['Stopped.', 'Nothing more is sent or paid for.'],
  stream: ['The answer broke off in the middle.', 'What came so far is kept. Send it again.'],
  internal: ['Something is wrong inside.', 'Please report this with the request id.'],
};

/**
 * Puts an error into words, with what to do about it and the id to ask about it.
 * @param isLate some of the answer had come already, so that it broke off, whatever broke it.
 */
export function sayError(error: unknown, isLate = false): SpokenError {
  if (!OfoxError.is(error)) {
    const detail = error instanceof Error ? error.message : String(error);
    const [title, advice] = SPOKEN.internal;
    return { title, advice, detail };
  }
  const [title, advice] = isLate
    ? SPOKEN.stream
    : isUnreached(error)
      ? ['The gateway cannot be reached.', 'Is it running? Is there a network? Then send it again.']
      : SPOKEN[error.kind];
  const { retryAfterMs, requestId } = error;
  const wait =
    retryAfterMs === undefined ? '' : ` It asks to wait ${Math.ceil(retryAfterMs / 1000)} s.`;
  return {
    ...{ title, advice: advice + wait, detail: error.message },
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** What stands for a kind of error in a list of them. */
export function sayKind(kind: string): string {
  if (kind === 'aborted') return 'Stopped by the caller.';
  return Object.hasOwn(SPOKEN, kind) ? SPOKEN[kind as ErrorKind][0] : kind;
}

/** Nothing answered at all. */
export function isUnreached(error: unknown): boolean {
  return OfoxError.is(error) && error.kind === 'unavailable' && error.status === undefined;
}
