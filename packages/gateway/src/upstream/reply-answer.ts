import { OfoxError, type Reply, type ReplyEvent, unfold, type Warning } from '@ofoxai/core';
import type { StreamAnswer, StreamSink, WholeAnswer } from './answer.ts';
import type { ChatCall } from './chat-call.ts';

/** A reply in the neutral form as an answer to the caller. */
export function replyAnswer(
  reply: Reply,
  call: ChatCall,
  warnings: readonly Warning[],
): WholeAnswer {
  return {
    body: JSON.stringify(call.face.encodeReply(reply, call.wants)),
    model: reply.model,
    usage: reply.usage,
    warnings: isPlain(reply)
      ? warnings
      : [...warnings, ...reply.warnings, ...lossesOf(unfold(reply), call)],
  };
}

/** Whether the answer is text alone, which every wire has words for. */
function isPlain({ content, finish, extra, logprobs, warnings }: Reply): boolean {
  if (extra || logprobs || warnings.length > 0) return false;
  if (finish.reason !== 'stop' || finish.stopSequence !== undefined) return false;
  return content.every(
    (part) => part.type === 'text' && !part.citations && !part.extra && !part.signature,
  );
}

/** What of an answer the caller's wire has no word for. */
function lossesOf(events: readonly ReplyEvent[], { face }: ChatCall): Warning[] {
  return events.flatMap((event) => face.replyLosses(event));
}

/** An answer that came in one piece to a caller who asked for a stream. */
export function wholeStream(
  reply: Reply,
  call: ChatCall,
  warnings: readonly Warning[],
): StreamAnswer {
  if (reply.finish.reason === 'error' && reply.content.length === 0) {
    throw new OfoxError('upstream', 'The provider gave up before it had answered anything.', {
      status: 502,
    });
  }
  const { model, usage } = reply;
  const events = unfold(reply);
  return {
    model,
    warnings: [...warnings, ...reply.warnings, ...lossesOf(events, call)],
    pipe(sink: StreamSink) {
      const encoder = call.face.encodeStream(call.wants);
      let text = '';
      for (const event of events) text += encoder.push(event);
      sink.end(text + encoder.end(), usage);
    },
  };
}
