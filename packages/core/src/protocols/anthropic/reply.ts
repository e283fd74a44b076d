import { OfoxError } from '../../error.ts';
import { ReplyFold } from '../../fold.ts';
import { gather } from '../../gather.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Finish, Reply } from '../../reply.ts';
import type { AssistantPart } from '../../request.ts';
import type { DecodeContext } from '../protocol.ts';
import { writeExtra } from './encoding.ts';
import { errorOfBody } from './error.ts';
import { replyBlocks } from './reply-blocks.ts';
import { ReplyReader } from './reply-reader.ts';
import { writeUsage } from './usage.ts';
import { writeStopReason } from './words.ts';

/**
 * Reads a message (Anthropic's Messages API, the answer of `POST /v1/messages`).
 * @throws OfoxError of the kind that an error's body tells, or of kind `upstream` when the body is
 * no message.
 */
export function decodeReply(body: JsonValue, context?: DecodeContext): Reply {
  if (!isJsonObject(body) || !Array.isArray(body.content)) {
    const isError = isJsonObject(body) && (body.type === 'error' || body.error !== undefined);
    if (isError) throw errorOfBody(body);
    throw new OfoxError('upstream', 'The answer is no message of the anthropic protocol.', {
      protocol: 'anthropic',
    });
  }
  const fold = new ReplyFold();
  const reader = new ReplyReader(context);
  const emit = fold.push.bind(fold);
  reader.start(body, emit);
  reader.stop(emit);
  return fold.end();
}

/**
 * Writes a message for a caller. Log probabilities, the time of making and the warnings have no
 * place on this wire.
 */
export function encodeReply(reply: Reply): JsonObject {
  const message: JsonObject = {
    id: reply.id,
    type: 'message',
    role: 'assistant',
    model: reply.model,
    content: gather(reply.content, replyBlocks),
    stop_reason: writeStopReason(toldFinish(reply.finish, reply.content.some(isRefusal))),
    stop_sequence: reply.finish.stopSequence ?? null,
    usage: writeUsage(reply.usage),
  };
  writeExtra(reply.extra, message);
  return message;
}

function isRefusal(part: AssistantPart): boolean {
  return part.type === 'refusal';
}

/** How the answer ended; one that holds a refusal ended with it, whatever its own wire said. */
export function toldFinish(finish: Finish, hasRefusal: boolean): Finish {
  return hasRefusal && finish.reason === 'stop' ? { reason: 'refusal' } : finish;
}
