import type { Citation, MediaPart, OpaquePart } from './part.ts';
import type { Extra } from './protocol-name.ts';
import type { AssistantMessage, AssistantPart } from './request.ts';
import type { Signature } from './signature.ts';
import type { Usage } from './usage.ts';
import type { Warning } from './warning.ts';

export type FinishReason =
  | 'stop'
  | 'length'
  | 'tool_calls'
  | 'content_filter'
  | 'refusal'
  /** The provider paused a long turn: send the reply back to let it go on. */
  | 'pause'
  | 'error';

export interface Finish {
  reason: FinishReason;
  /** The wire's own word: `end_turn`, `STOP`, … */
  raw?: string;
  /** Which stop sequence ended the answer, where the wire tells it. */
  stopSequence?: string;
}

export interface TokenLogprob {
  token: string;
  /** Natural logarithm of the probability. */
  logprob: number;
  bytes?: number[];
  /** The likeliest tokens at this place. */
  top: { token: string; logprob: number; bytes?: number[] }[];
}

/**
 * One step of an answer.
 *
 * The order is fixed: `start` is first, `finish` is last, and each comes once. Events with an
 * `index` add to the part of that number; numbers count from 0 in the order in which parts begin,
 * and a number is never used for two kinds of part. A break in the stream is a thrown `OfoxError`,
 * never a `finish`.
 */
export type ReplyEvent =
  | {
      type: 'start';
      id: string;
      /** The model that answers. */
      model: string;
      /** Unix seconds. */
      created?: number;
    }
  | { type: 'text'; index: number; text: string; signature?: Signature; extra?: Extra }
  | { type: 'refusal'; index: number; text: string; extra?: Extra }
  | {
      type: 'reasoning';
      index: number;
      text: string;
      /** Comes with any event of the part, mostly the last; a later one replaces it. */
      signature?: Signature;
      redacted?: true;
      extra?: Extra;
    }
  | {
      type: 'tool-call-start';
      index: number;
      id: string;
      name: string;
      signature?: Signature;
      extra?: Extra;
    }
  /** A piece of the arguments' JSON text. */
  | { type: 'tool-call-delta'; index: number; arguments: string }
  /** Every call that started ends, before `finish`; `signature` if the wire told it only now. */
  | { type: 'tool-call-end'; index: number; signature?: Signature }
  /** An image or sound, whole. */
  | { type: 'media'; index: number; part: MediaPart }
  | { type: 'opaque'; index: number; part: OpaquePart }
  /** Belongs to the text part with this index. */
  | { type: 'citation'; index: number; citation: Citation }
  | { type: 'logprobs'; tokens: TokenLogprob[] }
  /** A whole snapshot; a later one replaces it. */
  | { type: 'usage'; usage: Usage }
  /** Fields of the reply that only one protocol has; later ones are merged over earlier ones. */
  | { type: 'extra'; extra: Extra }
  | { type: 'warning'; warning: Warning }
  | { type: 'finish'; finish: Finish };

/** A whole answer: what its events add up to. */
export interface Reply {
  id: string;
  /** The model that answered. */
  model: string;
  /** Unix seconds. */
  created?: number;
  content: AssistantPart[];
  finish: Finish;
  usage: Usage;
  logprobs?: TokenLogprob[];
  warnings: Warning[];
  extra?: Extra;
}

/** The reply as a message of the conversation's next request. */
export function replyMessage(reply: Reply): AssistantMessage {
  return { role: 'assistant', content: reply.content };
}

/** The answer's text without reasoning. */
export function replyText(reply: Reply): string {
  let text = '';
  for (const part of reply.content) if (part.type === 'text') text += part.text;
  return text;
}
