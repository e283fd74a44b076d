import type { Reply, ResponseInfo, TokenLogprob, Warning } from '@ofoxai/core';
import { tokenUsage, usageMetadata } from './usage-metadata.ts';

export const MODEL_PROVIDER = 'ofoxai';

/** What the request says that its answer does not. */
export interface RequestFacts {
  model: string;
  includeHeaders: boolean;
  /** What the history lost before the client got it. */
  warnings: Warning[];
}

/**
 * What is known of an answer besides what it says. It is the same for an answer in one piece and
 * for one in pieces, whose last chunk alone carries it: LangChain adds up the fields of chunks.
 */
export function responseMetadata(
  reply: Reply,
  response: ResponseInfo,
  { model, includeHeaders, warnings: before }: RequestFacts,
): Record<string, unknown> {
  const { id, created, finish, usage, logprobs, extra } = reply;
  const { requestId, provider, attempts, protocol, headers } = response;
  const served = reply.model === '' ? model : reply.model;
  const cost = response.cost ?? usage.cost;
  const counted = usageMetadata(usage);
  const warnings = [...before, ...reply.warnings];
  const fields: Record<string, unknown> = {
    model: served,
    model_name: served,
    requested_model: served === model ? undefined : model,
    model_provider: MODEL_PROVIDER,
    finish_reason: finish.reason,
    stop_reason: finish.raw,
    stop_sequence: finish.stopSequence,
    id,
    created,
    protocol,
    provider,
    request_id: requestId,
    cost: cost === undefined ? undefined : Number(cost),
    usage: counted && usage,
    tokenUsage: counted && tokenUsage(counted),
    logprobs: logprobs && { content: logprobs.map(writeLogprob) },
    attempts,
    warnings: warnings.length > 0 ? warnings : undefined,
    extras: extra,
    headers: includeHeaders ? headers : undefined,
  };
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) delete fields[name];
  }
  return fields;
}

/** As OpenAI's wire has them, which is what users of LangChain know. */
function writeLogprob({ token, logprob, bytes, top }: TokenLogprob) {
  return { token, logprob, bytes: bytes ?? null, top_logprobs: top };
}
