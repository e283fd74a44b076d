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
  const facts: Record<string, unknown> = {
    model: served,
    model_name: served,
    model_provider: MODEL_PROVIDER,
    finish_reason: finish.reason,
    id,
    protocol,
    attempts,
  };
  // One by one: this is done for each answer, and most have few of them.
  if (served !== model) facts.requested_model = model;
  if (finish.raw !== undefined) facts.stop_reason = finish.raw;
  if (finish.stopSequence !== undefined) facts.stop_sequence = finish.stopSequence;
  if (created !== undefined) facts.created = created;
  if (provider !== undefined) facts.provider = provider;
  if (requestId !== undefined) facts.request_id = requestId;
  if (cost !== undefined) facts.cost = Number(cost);
  if (counted) {
    facts.usage = usage;
    facts.tokenUsage = tokenUsage(counted);
  }
  if (logprobs) facts.logprobs = { content: logprobs.map(writeLogprob) };
  if (warnings.length > 0) facts.warnings = warnings;
  if (extra) facts.extras = extra;
  if (includeHeaders) facts.headers = headers;
  return facts;
}

/** As OpenAI's wire has them, which is what users of LangChain know. */
function writeLogprob({ token, logprob, bytes, top }: TokenLogprob) {
  return { token, logprob, bytes: bytes ?? null, top_logprobs: top };
}
