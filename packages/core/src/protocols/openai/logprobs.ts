import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { TokenLogprob } from '../../reply.ts';

/** Reads a choice's `logprobs`: those of its content and of its refusal, one after the other. */
export function readLogprobs(value: JsonValue | undefined): TokenLogprob[] {
  if (!isJsonObject(value)) return [];
  return [...readTokens(value.content), ...readTokens(value.refusal)];
}

function readTokens(value: JsonValue | undefined): TokenLogprob[] {
  if (!Array.isArray(value)) return [];
  const tokens: TokenLogprob[] = [];
  for (const item of value) {
    const token = readToken(item);
    if (!token || !isJsonObject(item)) continue;
    const top = Array.isArray(item.top_logprobs) ? item.top_logprobs : [];
    tokens.push({ ...token, top: top.map(readToken).filter((one) => one !== undefined) });
  }
  return tokens;
}

function readToken(value: JsonValue): Omit<TokenLogprob, 'top'> | undefined {
  if (!isJsonObject(value)) return undefined;
  const { token, logprob, bytes } = value;
  if (typeof token !== 'string' || typeof logprob !== 'number') return undefined;
  const isBytes = Array.isArray(bytes) && bytes.every((byte) => typeof byte === 'number');
  return { token, logprob, ...(isBytes ? { bytes: bytes as number[] } : {}) };
}

/** @param isRefusal the tokens are those of a refusal. */
export function writeLogprobs(tokens: readonly TokenLogprob[], isRefusal = false): JsonObject {
  const written = tokens.map((token) => ({
    ...writeToken(token),
    top_logprobs: token.top.map(writeToken),
  }));
  return isRefusal ? { content: null, refusal: written } : { content: written, refusal: null };
}

function writeToken({ token, logprob, bytes }: Omit<TokenLogprob, 'top'>): JsonObject {
  return { token, logprob, bytes: bytes ?? null };
}
