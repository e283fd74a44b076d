import { openai } from '../../../src/protocols/openai/index.ts';
import type { EncodeReplyContext } from '../../../src/protocols/protocol.ts';
import type { ReplyEvent } from '../../../src/reply.ts';
import { type ServerSentEvent, SseReader } from '../../../src/sse.ts';

/** The stream that tells these events. */
export function streamOf(
  events: Iterable<ReplyEvent>,
  context: EncodeReplyContext = { includeUsage: true },
): string {
  const encoder = openai.encodeStream(context);
  let text = '';
  for (const event of events) text += encoder.push(event);
  return text + encoder.end();
}

/** The events that a stream tells. */
export function readAll(text: string): ReplyEvent[] {
  return decode(eventsIn(text));
}

export function eventsIn(text: string): ServerSentEvent[] {
  const events: ServerSentEvent[] = [];
  const reader = new SseReader();
  reader.push(new TextEncoder().encode(text), (event) => events.push(event));
  reader.end((event) => events.push(event));
  return events;
}

/** The events that these chunks tell; `[DONE]` is added. */
export function readChunks(chunks: readonly unknown[], done = true): ReplyEvent[] {
  const events = chunks.map((chunk) => ({ data: JSON.stringify(chunk) }));
  return decode(done ? [...events, { data: '[DONE]' }] : events);
}

export function decode(events: readonly ServerSentEvent[]): ReplyEvent[] {
  const decoded: ReplyEvent[] = [];
  const decoder = openai.decodeStream({ model: 'asked/for' });
  for (const event of events) decoder.push(event, (one) => decoded.push(one));
  decoder.end((one) => decoded.push(one));
  return decoded;
}
