import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { TokenLogprob } from '../../reply.ts';

/** Reads `logprobsResult` (ai.google.dev/api/generate-content#LogprobsResult). */
export function readLogprobs(result: JsonObject): TokenLogprob[] {
  const tops = Array.isArray(result.topCandidates) ? result.topCandidates : [];
  const chosen = Array.isArray(result.chosenCandidates) ? result.chosenCandidates : [];
  const tokens: TokenLogprob[] = [];
  chosen.forEach((candidate, at) => {
    const token = readCandidate(candidate);
    if (!token) return;
    const top = tops[at];
    const candidates = isJsonObject(top) && Array.isArray(top.candidates) ? top.candidates : [];
    const likeliest = candidates.map(readCandidate).filter((one) => one !== undefined);
    tokens.push({ ...token, top: likeliest });
  });
  return tokens;
}

/** Writes `logprobsResult`; bytes of tokens have no place in it. */
export function writeLogprobs(tokens: readonly TokenLogprob[]): JsonObject {
  return {
    chosenCandidates: tokens.map(writeCandidate),
    topCandidates: tokens.map(({ top }) => ({ candidates: top.map(writeCandidate) })),
  };
}

function readCandidate(value: JsonValue): { token: string; logprob: number } | undefined {
  if (!isJsonObject(value) || typeof value.token !== 'string') return undefined;
  // Protocol buffers leave out zeros.
  const { token, logProbability = 0 } = value;
  return typeof logProbability === 'number' ? { token, logprob: logProbability } : undefined;
}

function writeCandidate({ token, logprob }: { token: string; logprob: number }): JsonObject {
  return { token, logProbability: logprob };
}
