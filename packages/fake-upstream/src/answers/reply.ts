import type { Answer, HeaderFields, Steps } from '../step.ts';
import { type ChatEvent, type ChatSpec, resolveChat } from '../wires/chat.ts';
import { chatWires } from '../wires/index.ts';
import { json } from './literal.ts';

/**
 * A chat answer in the protocol of the request's path: in one piece, or streamed if the request
 * asks for it; in Gemini's JSON array where the query has no `alt=sse`.
 * @throws when played for a request that is not for chat
 */
export function reply(spec: ChatSpec = {}, headers: HeaderFields = {}): Answer {
  return (request) => {
    if (request.endpoint?.resource !== 'chat') {
      throw new Error(`The script has a chat answer for ${request.method} ${request.path}`);
    }
    const { protocol } = request.endpoint;
    const wire = chatWires[protocol];
    const chat = resolveChat(spec, request.number, request.model);
    if (!request.stream) return json(wire.whole(chat), 200, headers)(request);
    const array = protocol === 'gemini' && request.query.get('alt') !== 'sse';
    return streamSteps(wire.events(chat, request), array, headers);
  };
}

function* streamSteps(events: Iterable<ChatEvent>, array: boolean, own: HeaderFields): Steps {
  const headers = { 'content-type': array ? 'application/json' : 'text/event-stream', ...own };
  yield { do: 'head', status: 200, headers, form: array ? 'array' : 'sse' };
  for (const event of events) yield { do: 'event', ...event };
  yield { do: 'end' };
}
