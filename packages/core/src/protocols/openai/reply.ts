import { OfoxError } from '../../error.ts';
import { ReplyFold } from '../../fold.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  setFields,
  setMissing,
} from '../../json.ts';
import type { ReasoningPart } from '../../part.ts';
import type { Reply } from '../../reply.ts';
import type { DecodeContext, EncodeReplyContext } from '../protocol.ts';
import { type TextSpan, writeCitation } from './citations.ts';
import { writeLogprobs } from './logprobs.ts';
import { needsDetails, writeDetail } from './reasoning-details.ts';
import { writeReplyAudio } from './reply-audio.ts';
import { writeReplyImage } from './reply-image.ts';
import { ReplyReader } from './reply-reader.ts';
import { writeThoughtSignature } from './thought-signature.ts';
import { isCustomCall, writeToolCall } from './tool-calls.ts';
import { writeUsage } from './usage.ts';
import { writeFinish } from './words.ts';

/**
 * Reads a whole answer (platform.openai.com/docs/api-reference/chat/object).
 * @throws OfoxError of kind `upstream` when it holds no choice, or of the error's kind when it is one.
 */
export function decodeReply(body: JsonValue, context: DecodeContext = {}): Reply {
  if (!isJsonObject(body)) {
    throw new OfoxError('upstream', 'The answer is not a JSON object.', { status: 502 });
  }
  const reader = new ReplyReader(context);
  const reply = new ReplyFold();
  reader.push(body, true, (event) => reply.push(event));
  reader.end((event) => reply.push(event));
  return reply.end();
}

/** Writes a whole answer; its one choice holds thoughts, text and calls, each in one place. */
export function encodeReply(reply: Reply, context: EncodeReplyContext = {}): JsonObject {
  const extra = reply.extra?.openai;
  const { word, native } = writeFinish(reply.finish);
  const message = writeMessage(reply);
  if (isJsonObject(extra?.message)) setFields(message, extra.message);
  const isRefusal = typeof message.refusal === 'string' && message.content === null;
  const choice: JsonObject = {
    index: 0,
    message,
    logprobs: reply.logprobs ? writeLogprobs(reply.logprobs, isRefusal) : null,
    finish_reason: word,
  };
  if (native !== undefined) choice.native_finish_reason = native;
  if (reply.finish.stopSequence !== undefined) choice.stop_reason = reply.finish.stopSequence;
  if (isJsonObject(extra?.choice)) setMissing(choice, extra.choice);
  const body: JsonObject = {
    id: reply.id,
    object: 'chat.completion',
    created: reply.created ?? context.created ?? 0,
    model: reply.model,
    choices: [choice],
    usage: writeUsage(reply.usage),
  };
  if (extra) setMissing(body, extra, INNER);
  return body;
}

/** What of an answer's extra stands within its choice. */
const INNER: ReadonlySet<string> = new Set(['choice', 'message']);

function writeMessage({ content }: Reply): JsonObject {
  const message: JsonObject = { role: 'assistant', content: null, refusal: null };
  const texts: string[] = [];
  let span: TextSpan = { from: 0, to: 0 };
  const refusals: string[] = [];
  const annotations: JsonObject[] = [];
  const calls: JsonObject[] = [];
  const images: JsonObject[] = [];
  const thoughts: { part: ReasoningPart; at: number }[] = [];
  content.forEach((part, at) => {
    switch (part.type) {
      case 'text':
        texts.push(part.text);
        span = { from: span.to, to: span.to + part.text.length };
        for (const citation of part.citations ?? []) {
          const annotation = writeCitation(citation, span);
          if (annotation) annotations.push(annotation);
        }
        if (part.signature) writeThoughtSignature(part.signature, message);
        return;
      case 'refusal':
        refusals.push(part.text);
        return;
      case 'reasoning':
        thoughts.push({ part, at });
        return;
      case 'tool-call': {
        const call = writeToolCall(part);
        if (part.signature) writeThoughtSignature(part.signature, call);
        calls.push(call);
        return;
      }
      case 'media':
        if (part.kind === 'audio') message.audio = writeReplyAudio(part);
        else images.push(writeReplyImage(part));
        return;
      case 'opaque':
        if (isCustomCall(part)) calls.push(part.value);
    }
  });
  if (texts.length > 0) message.content = texts.join('');
  else if (calls.length === 0 && refusals.length === 0 && !message.audio) message.content = '';
  if (refusals.length > 0) message.refusal = refusals.join('');
  message.annotations = annotations;
  if (images.length > 0) message.images = images;
  if (calls.length > 0) message.tool_calls = calls;
  const parts = thoughts.map(({ part }) => part);
  const thought = parts.map((part) => part.text).join('');
  if (thought !== '') message.reasoning_content = thought;
  if (needsDetails(parts, thoughts[0]?.at ?? 0)) {
    message.reasoning_details = thoughts.map(({ part, at }) => writeDetail(part, at));
  }
  return message;
}
