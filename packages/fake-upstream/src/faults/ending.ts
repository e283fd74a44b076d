import type { JsonObject, ProtocolName } from '@ofoxai/core';
import { isObject, parseJson } from '../json.ts';
import type { Fault, SseEvent } from '../step.ts';
import { editEvents, objectsIn } from './edit.ts';

/**
 * Leaves out the event that ends a stream: OpenAI's `[DONE]`, Anthropic's `message_stop`, and on
 * Gemini's wire, which has none, the finish reason.
 */
export function withoutEndEvent(): Fault {
  return withoutEvents((event, data, protocol) => {
    if (protocol === 'openai') return event.data === '[DONE]';
    return protocol === 'anthropic' && data?.type === 'message_stop';
  });
}

/** Leaves out the reason why the answer ends, and whatever comes after it. */
export function withoutFinish(): Fault {
  return withoutEvents((event, data, protocol) => {
    if (protocol === 'anthropic') {
      return data?.type === 'message_delta' || data?.type === 'message_stop';
    }
    if (protocol === 'gemini') return false;
    if (event.data === '[DONE]' || data === undefined) return true;
    const [choice] = objectsIn(data, 'choices');
    return choice === undefined || typeof choice.finish_reason === 'string';
  });
}

function withoutEvents(
  ends: (event: SseEvent, data: JsonObject | undefined, protocol: ProtocolName) => boolean,
): Fault {
  return function* (steps, request) {
    for (const step of withoutFinishReason(steps, request)) {
      if (step.do === 'event') {
        const data = parseJson(step.event.data);
        if (ends(step.event, isObject(data) ? data : undefined, request.protocol)) continue;
      }
      yield step;
    }
  };
}

/** Only Gemini's candidates have a field of this name. */
const withoutFinishReason = editEvents((data) => {
  for (const candidate of objectsIn(data, 'candidates')) delete candidate.finishReason;
  return data;
});
