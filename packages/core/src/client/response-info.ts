import { defined, withDefined } from '../defined.ts';
import type { Attempt, ErrorKind } from '../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { ProtocolName } from '../protocol-name.ts';
import { type RateLimitState, readRateLimit } from '../routing/rate-limit.ts';
import type { Warning, WarningCode } from '../warning.ts';

/** What is known of an answer besides what it says. */
export interface ResponseInfo {
  status: number;
  /** In lower case, without cookies and credentials. */
  headers: Record<string, string>;
  requestId?: string;
  rateLimit?: RateLimitState;
  protocol: ProtocolName;
  /** The model that answered; with a fallback list, not always the one that was asked for. */
  servedModel?: string;
  /** The provider behind the API that answered (`x-ofox-provider`). */
  provider?: string;
  /** All that was tried, the client's own tries and those that the API tells (`x-ofox-attempts`). */
  attempts: Attempt[];
  /** What did not cross on the way to the provider and back, as far as the client and the API tell. */
  warnings: Warning[];
  /** USD as a decimal string (`x-ofox-cost`, or the answer's own). */
  cost?: string;
  /** From the call to the end of the answer; for a stream, to the first piece of it. */
  durationMs: number;
}

export interface ResponseFacts {
  status: number;
  headers: Record<string, string>;
  protocol: ProtocolName;
  servedModel: string | undefined;
  cost: string | undefined;
  attempts: Attempt[];
  warnings: Warning[];
  durationMs: number;
}

export function describeResponse(facts: ResponseFacts): ResponseInfo {
  const { headers, attempts, cost } = facts;
  const told = headers['x-ofox-attempts'] === undefined ? undefined : readAttempts(headers);
  const response: ResponseInfo = {
    status: facts.status,
    headers,
    protocol: facts.protocol,
    warnings: facts.warnings,
    durationMs: facts.durationMs,
    attempts: told ? [...attempts.slice(0, -1), ...told] : attempts,
  };
  return withDefined(response, {
    servedModel: facts.servedModel,
    requestId: requestIdOf(headers),
    rateLimit: readRateLimit(headers),
    provider: headers['x-ofox-provider'],
    cost: cost ?? headers['x-ofox-cost'],
  });
}

export function requestIdOf(headers: Record<string, string>): string | undefined {
  return headers['x-request-id'] ?? headers['request-id'];
}

/** What the API says it could not carry (`x-ofox-warnings`). */
export function readWarnings(headers: Record<string, string>): Warning[] {
  return readList(headers['x-ofox-warnings']).flatMap(({ code, path, message }) =>
    typeof code === 'string' && typeof message === 'string'
      ? [{ code: code as WarningCode, path: typeof path === 'string' ? path : '', message }]
      : [],
  );
}

/** The API's own account of what it tried (`x-ofox-attempts`), which is finer than the client's. */
export function readAttempts(headers: Record<string, string>): Attempt[] | undefined {
  const attempts = readList(headers['x-ofox-attempts']).flatMap((item) => {
    const { model, provider, kind, status, durationMs } = item;
    if (typeof model !== 'string') return [];
    return defined<Attempt>({
      model,
      provider: typeof provider === 'string' ? provider : undefined,
      kind: typeof kind === 'string' ? (kind as ErrorKind) : undefined,
      status: typeof status === 'number' ? status : undefined,
      durationMs: typeof durationMs === 'number' ? durationMs : undefined,
    });
  });
  return attempts.length > 0 ? attempts : undefined;
}

function readList(header: string | undefined): JsonObject[] {
  if (header === undefined) return [];
  try {
    const list: JsonValue = JSON.parse(header);
    return Array.isArray(list) ? list.filter(isJsonObject) : [];
  } catch {
    return [];
  }
}
