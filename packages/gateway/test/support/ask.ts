import type { ProtocolName } from '@ofoxai/core';
import { isJsonObject, type JsonValue, protocols, type ReplyEvent, SseReader } from '@ofoxai/core';
import { CHATS } from './serve.ts';

/** A streamed request of each protocol, path and body. */
export const STREAMS: Record<ProtocolName, { path: string; body: object }> = {
  openai: {
    path: CHATS.openai.path,
    body: { ...CHATS.openai.body, stream: true, stream_options: { include_usage: true } },
  },
  anthropic: { path: CHATS.anthropic.path, body: { ...CHATS.anthropic.body, stream: true } },
  gemini: {
    path: `${CHATS.gemini.path.replace(':generateContent', ':streamGenerateContent')}?alt=sse`,
    body: CHATS.gemini.body,
  },
};

/** What came of a stream: its events, and how it ended. */
export interface Streamed {
  text: string;
  events: ReplyEvent[];
  /** The error that the stream told of or that broke it. */
  error: unknown;
  /** The connection broke instead of ending. */
  isBroken: boolean;
}

/** Reads a stream to its end, with the protocol's own decoder. */
export async function readStream(protocol: ProtocolName, response: Response): Promise<Streamed> {
  const events: ReplyEvent[] = [];
  const decoder = protocols[protocol].decodeStream();
  const reader = new SseReader();
  const emit = (event: ReplyEvent) => void events.push(event);
  const streamed: Streamed = { text: '', events, error: undefined, isBroken: false };
  const guarded = (work: () => void) => {
    if (streamed.error !== undefined) return;
    try {
      work();
    } catch (error) {
      streamed.error = error;
    }
  };
  try {
    for await (const bytes of response.body ?? []) {
      streamed.text += Buffer.from(bytes).toString('utf8');
      guarded(() => reader.push(bytes, (event) => decoder.push(event, emit)));
    }
    guarded(() => {
      reader.end((event) => decoder.push(event, emit));
      decoder.end(emit);
    });
  } catch {
    streamed.isBroken = true;
  }
  return streamed;
}

/** The text that events add up to. */
export function textOf(events: readonly ReplyEvent[]): string {
  return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
}

/** The text of a whole answer. */
export function replyTextOf(protocol: ProtocolName, body: JsonValue): string {
  const reply = protocols[protocol].decodeReply(body);
  return reply.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** The message of an error body, in any protocol. */
export function messageOf(body: unknown): string {
  const error = isJsonObject(body) ? body.error : undefined;
  return isJsonObject(error) && typeof error.message === 'string' ? error.message : '';
}
