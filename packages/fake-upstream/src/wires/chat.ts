import { Buffer } from 'node:buffer';
import type { JsonObject, Usage } from '@ofoxai/core';
import type { RecordedRequest } from '../recorded-request.ts';
import type { SseEvent } from '../step.ts';

export interface ToolCall {
  /** Made from the request's and the call's number if it is left out. */
  id?: string;
  name: string;
  arguments: JsonObject;
}

/** Why an answer ends: one of four words that every wire has, or the wire's own word as it is. */
export type FinishWord = 'stop' | 'length' | 'tool_calls' | 'content_filter' | (string & {});

/** What a chat answer says; whatever is left out has a short default. */
export interface ChatSpec {
  text?: string;
  /** Thoughts before the text. */
  reasoning?: string;
  /** Belongs to the thoughts; on Gemini's wire it goes with the first tool call if there is one. */
  signature?: string;
  toolCalls?: readonly ToolCall[];
  /** An image after the text; Anthropic's wire has none. */
  image?: { mediaType: string; bytes: Uint8Array };
  /** Counts that are left out are 0, but 10 in and 6 out if none is given. */
  usage?: Partial<Usage>;
  finish?: FinishWord;
  /** The most pieces that a streamed text, thought or argument is cut into: 3 unless told. */
  chunks?: number;
  /** The model that answers: the one that was asked for, unless told. */
  model?: string;
  id?: string;
}

/** A chat answer with nothing left out. */
export interface Chat {
  id: string;
  model: string;
  /** Unix seconds; always the same. */
  created: number;
  text: string;
  reasoning: string;
  signature: string | undefined;
  toolCalls: Required<ToolCall>[];
  image: { mediaType: string; base64: string } | undefined;
  usage: Usage;
  finish: FinishWord;
  chunks: number;
}

/** An event of a chat stream; `preamble` says that it brings no output yet. */
export interface ChatEvent {
  event: SseEvent;
  preamble?: boolean;
}

/** How one protocol says a chat answer. */
export interface ChatWire {
  whole(chat: Chat): JsonObject;
  events(chat: Chat, request: RecordedRequest): Iterable<ChatEvent>;
}

export const CREATED = 1_700_000_000;
const DEFAULT_TEXT = 'Hello from the fake upstream.';
const NONE: Usage = {
  input: 0,
  cacheRead: 0,
  cacheWrite: 0,
  cacheWrite1h: 0,
  output: 0,
  reasoning: 0,
};

/** Fills in what a specification leaves out; the same request always gives the same answer. */
export function resolveChat(spec: ChatSpec, number: number, model: string | undefined): Chat {
  const toolCalls = (spec.toolCalls ?? []).map((call, index) => ({
    id: `call_${number}_${index + 1}`,
    ...call,
  }));
  const saysElse = toolCalls.length > 0 || spec.image !== undefined;
  return {
    id: spec.id ?? `fake-${number}`,
    model: spec.model ?? model ?? 'fake-model',
    created: CREATED,
    text: spec.text ?? (saysElse ? '' : DEFAULT_TEXT),
    reasoning: spec.reasoning ?? '',
    signature: spec.signature,
    toolCalls,
    image: spec.image && {
      mediaType: spec.image.mediaType,
      base64: Buffer.from(spec.image.bytes).toString('base64'),
    },
    usage:
      spec.usage === undefined ? { ...NONE, input: 10, output: 6 } : { ...NONE, ...spec.usage },
    finish: spec.finish ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop'),
    chunks: spec.chunks ?? 3,
  };
}

/** Cuts a text into at most `count` pieces of whole code points, as even as can be. */
export function pieces(text: string, count: number): string[] {
  if (count <= 1) return text === '' ? [] : [text];
  const points = Array.from(text);
  const total = Math.min(count, points.length);
  return Array.from({ length: total }, (_, index) => {
    const from = Math.floor((index * points.length) / total);
    const to = Math.floor(((index + 1) * points.length) / total);
    return points.slice(from, to).join('');
  });
}

/** An event of nothing but JSON. */
export function jsonEvent(data: JsonObject, event?: string): SseEvent {
  const text = JSON.stringify(data);
  return event === undefined ? { data: text } : { event, data: text };
}
