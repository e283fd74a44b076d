import { OfoxError } from '../../error.ts';
import { ReplyFold } from '../../fold.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Citation } from '../../part.ts';
import type { Finish, Reply, ReplyEvent } from '../../reply.ts';
import type { DecodeContext, EncodeReplyContext } from '../protocol.ts';
import { chunksOf } from './chunks.ts';
import { type AnswerText, writeGrounding } from './grounding.ts';
import { writeLogprobs } from './logprobs.ts';
import { writeReplyCall, writeReplyPart } from './reply-parts.ts';
import { ReplyReader } from './reply-reader.ts';
import { writeTime } from './time.ts';
import { writeUsage } from './usage.ts';
import { writeFinish } from './words.ts';

/** What an answer says besides its content. */
export type Ending = Pick<Reply, 'finish' | 'usage' | 'logprobs' | 'extra'>;

/**
 * Reads a whole answer; one that came as a JSON array of chunks counts as whole. An answer that
 * does not say how it ended is taken for complete, with a warning.
 *
 * @throws OfoxError for an error in its place, and of kind `upstream` for anything else.
 */
export function decodeReply(body: JsonValue, context?: DecodeContext): Reply {
  const chunks = chunksOf(body);
  const reader = new ReplyReader(context);
  const fold = new ReplyFold();
  const emit = (event: ReplyEvent) => fold.push(event);
  for (const chunk of chunks) reader.read(chunk, emit);
  if (!reader.complete) {
    if (!chunks.some((chunk) => Array.isArray(chunk.candidates))) {
      const message = 'The answer holds neither candidates nor a reason why there are none.';
      throw new OfoxError('upstream', message, { protocol: 'gemini' });
    }
    const message = 'The answer does not say why it ended.';
    emit({ type: 'warning', warning: { code: 'unterminated', path: 'finish', message } });
  }
  reader.finish(emit);
  return fold.end();
}

/** Writes a whole answer as a `GenerateContentResponse`. */
export function encodeReply(reply: Reply, context: EncodeReplyContext = {}): JsonObject {
  const parts: JsonObject[] = [];
  const cited: { text: AnswerText; citations: Citation[] }[] = [];
  let malformed = false;
  for (const part of reply.content) {
    if (part.type === 'text' && part.citations) {
      cited.push({ text: { index: parts.length, text: part.text }, citations: part.citations });
    }
    if (part.type === 'tool-call') {
      const call = writeReplyCall(part);
      malformed ||= call.malformed;
      parts.push(call.part);
      continue;
    }
    const written = writeReplyPart(part);
    if (written) parts.push(written);
  }
  const hasRefusal = reply.content.some((part) => part.type === 'refusal');
  const { usage, logprobs, extra } = reply;
  const ending: Ending = { finish: toldFinish(reply.finish, hasRefusal), usage };
  if (logprobs) ending.logprobs = logprobs;
  if (extra) ending.extra = extra;
  const { candidate, response } = writeEnding(ending, malformed, () => writeGrounding(cited));
  const head = writeHead(reply.id, reply.model, reply.created ?? context.created, response);
  if (parts.length === 0 && isBlocked(response)) return { ...response, ...head };
  const first = Object.assign({ content: { parts, role: 'model' } }, candidate);
  return Object.assign({ candidates: [first] }, response, head);
}

/** How the answer ended; one that holds a refusal ended with it, whatever its own wire said. */
export function toldFinish(finish: Finish, hasRefusal: boolean): Finish {
  return hasRefusal && finish.reason === 'stop' ? { reason: 'refusal' } : finish;
}

/** The fields that name an answer; Gemini repeats them in each chunk. */
export function writeHead(
  id: string,
  model: string,
  created: number | undefined,
  response: JsonObject = {},
): JsonObject {
  const told = created === undefined || response.createTime !== undefined;
  const createTime = told ? undefined : writeTime(created);
  const head: JsonObject = {};
  if (model !== '') head.modelVersion = model;
  if (id !== '') head.responseId = id;
  if (createTime !== undefined) head.createTime = createTime;
  return head;
}

/**
 * What stands in an answer besides its parts.
 *
 * @param malformed whether a call's arguments are no JSON object; an answer that would otherwise
 * have ended well then says `MALFORMED_FUNCTION_CALL`.
 * @param grounding the citations, for answers that do not have Gemini's own word on them.
 */
export function writeEnding(
  ending: Ending,
  malformed: boolean,
  grounding: () => JsonObject | undefined,
): { candidate: JsonObject; response: JsonObject } {
  const { response, ...own } = ending.extra?.gemini ?? {};
  const { reason } = ending.finish;
  const word = writeFinish(ending.finish);
  const finishReason = malformed && word === 'STOP' ? 'MALFORMED_FUNCTION_CALL' : word;
  const told = own.groundingMetadata !== undefined || own.citationMetadata !== undefined;
  const groundingMetadata = told ? undefined : grounding();
  const candidate: JsonObject = { finishReason, index: 0 };
  if (reason === 'refusal') candidate.finishMessage = 'The model declined to answer.';
  if (ending.logprobs) candidate.logprobsResult = writeLogprobs(ending.logprobs);
  if (groundingMetadata) candidate.groundingMetadata = groundingMetadata;
  const usageMetadata = writeUsage(ending.usage);
  return {
    candidate: isEmpty(own) ? candidate : { ...candidate, ...own },
    response: isJsonObject(response) ? { ...response, usageMetadata } : { usageMetadata },
  };
}

function isEmpty(object: JsonObject): boolean {
  for (const _ in object) return false;
  return true;
}

/** Whether the prompt was blocked, and there was no candidate. */
export function isBlocked({ promptFeedback }: JsonObject): boolean {
  return isJsonObject(promptFeedback) && promptFeedback.blockReason !== undefined;
}
