import { OfoxError } from '../../src/error.ts';
import { fold } from '../../src/fold.ts';
import { JsonArrayReader } from '../../src/json-array.ts';
import type { ProtocolName } from '../../src/protocol-name.ts';
import { anthropic } from '../../src/protocols/anthropic/index.ts';
import { gemini } from '../../src/protocols/gemini/index.ts';
import { openai } from '../../src/protocols/openai/index.ts';
import type { EncodeReplyContext, Protocol } from '../../src/protocols/protocol.ts';
import type { Reply, ReplyEvent } from '../../src/reply.ts';
import { type EventReader, type ServerSentEvent, SseReader } from '../../src/sse.ts';

export const WIRES: Record<ProtocolName, Protocol> = { openai, anthropic, gemini };
export const NAMES: ProtocolName[] = ['openai', 'anthropic', 'gemini'];

/** All pairs of wires, each with itself too. */
export const PAIRS = NAMES.flatMap((from) => NAMES.map((to) => ({ from, to })));

/** A model of each wire, as requests that have crossed are sent to one of the other side's. */
export const MODELS: Record<ProtocolName, string> = {
  openai: 'gpt-5',
  anthropic: 'claude-sonnet-4-5',
  gemini: 'gemini-3-pro-preview',
};

/** What a stream tells: its events, and the error that broke it if one did. */
export interface Told {
  events: ReplyEvent[];
  error?: OfoxError;
}

/** Reads a stream of bytes, in these pieces, as a client would. */
export function readStream(
  wire: Protocol,
  pieces: Iterable<Uint8Array>,
  reader: EventReader = new SseReader(),
): Told {
  const events: ReplyEvent[] = [];
  const decoder = wire.decodeStream();
  const emit = (event: ReplyEvent) => events.push(event);
  const push = (event: ServerSentEvent) => decoder.push(event, emit);
  try {
    for (const bytes of pieces) reader.push(bytes, push);
    reader.end(push);
    decoder.end(emit);
  } catch (error) {
    if (OfoxError.is(error)) return { events, error };
    throw error;
  }
  return { events };
}

export function readText(wire: Protocol, text: string): Told {
  const isArray = text.startsWith('[');
  const reader = isArray ? new JsonArrayReader() : new SseReader();
  return readStream(wire, [new TextEncoder().encode(text)], reader);
}

/** Reads a stream that must not break, as the reply that it adds up to. */
export function replyIn(wire: Protocol, text: string): Reply {
  const { events, error } = readText(wire, text);
  if (error) throw error;
  return fold(events);
}

/** Writes a stream as a gateway would, closed in the wire's own way, or broken off. */
export function writeStream(
  wire: Protocol,
  { events, error }: Told,
  context: EncodeReplyContext = {},
): string {
  const encoder = wire.encodeStream({ includeUsage: true, created: 1770000000, ...context });
  const text = events.map((event) => encoder.push(event)).join('');
  return text + (error ? encoder.fail(error) : encoder.end());
}
