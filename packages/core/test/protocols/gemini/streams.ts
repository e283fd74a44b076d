import { ReplyFold } from '../../../src/fold.ts';
import { JsonArrayReader } from '../../../src/json-array.ts';
import { gemini } from '../../../src/protocols/gemini/index.ts';
import type { EncodeReplyContext } from '../../../src/protocols/protocol.ts';
import type { Reply, ReplyEvent } from '../../../src/reply.ts';

/** The events of a stream whose chunks are these, each the JSON text of one. */
export function decodeChunks(chunks: readonly string[]): ReplyEvent[] {
  const events: ReplyEvent[] = [];
  const decoder = gemini.decodeStream();
  for (const data of chunks) decoder.push({ data }, (event) => events.push(event));
  decoder.end((event) => events.push(event));
  return events;
}

export function encodeEvents(events: readonly ReplyEvent[], context?: EncodeReplyContext): string {
  const encoder = gemini.encodeStream(context);
  return events.map((event) => encoder.push(event)).join('') + encoder.end();
}

/** The reply that a stream of server-sent events adds up to. */
export function decodeText(text: string): Reply {
  const chunks = text.split('\n\n').filter((event) => event !== '');
  return fold(decodeChunks(chunks.map((event) => event.slice('data: '.length))));
}

/** The reply that a stream in the form of a JSON array adds up to. */
export function decodeArray(text: string): Reply {
  const chunks: string[] = [];
  const reader = new JsonArrayReader();
  reader.push(new TextEncoder().encode(text), (event) => chunks.push(event.data));
  reader.end((event) => chunks.push(event.data));
  return fold(decodeChunks(chunks));
}

export function fold(events: readonly ReplyEvent[]): Reply {
  const reply = new ReplyFold();
  for (const event of events) reply.push(event);
  return reply.end();
}
