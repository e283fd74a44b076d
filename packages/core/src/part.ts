import type { JsonObject } from './json.ts';
import type { Extra, ProtocolName } from './protocol-name.ts';
import type { Signature } from './signature.ts';

/** Marks the end of a prefix that the provider should cache. */
export interface CacheMarker {
  /** How long it should be kept; the provider's default (five minutes) when absent. */
  ttl?: '5m' | '1h';
}

export interface TextPart {
  type: 'text';
  text: string;
  citations?: Citation[];
  /** Gemini signs text too. */
  signature?: Signature;
  cache?: CacheMarker;
  extra?: Extra;
}

/** What the model said to decline (OpenAI's `refusal`). */
export interface RefusalPart {
  type: 'refusal';
  text: string;
  extra?: Extra;
}

export type MediaSource =
  | { type: 'base64'; mediaType: string; data: string }
  | { type: 'url'; url: string; mediaType?: string }
  /** A file that was uploaded to one provider beforehand; it means nothing to the others. */
  | { type: 'file'; id: string; by: ProtocolName; mediaType?: string }
  /** A document given as plain text. */
  | { type: 'text'; text: string; mediaType?: string };

/** An image, a sound, a video or a document (PDF, text). */
export interface MediaPart {
  type: 'media';
  kind: 'image' | 'audio' | 'video' | 'document';
  source: MediaSource;
  /** How closely an image is to be looked at. */
  detail?: 'auto' | 'low' | 'high';
  /** A document's file name or title. */
  name?: string;
  /** Gemini signs generated images too. */
  signature?: Signature;
  cache?: CacheMarker;
  extra?: Extra;
}

/** What the model thought before it answered. Must go back unchanged in the next turn. */
export interface ReasoningPart {
  type: 'reasoning';
  text: string;
  signature?: Signature;
  /** The thoughts are withheld: `text` is empty and `signature` holds the encrypted block. */
  redacted?: true;
  extra?: Extra;
}

export interface ToolCallPart {
  type: 'tool-call';
  /** Unique in the conversation. Made up, and marked as such, where the wire gave none. */
  id: string;
  name: string;
  /** JSON text exactly as the model wrote it; it may be invalid. `{}` when there are none. */
  arguments: string;
  signature?: Signature;
  cache?: CacheMarker;
  extra?: Extra;
}

export interface ToolResultPart {
  type: 'tool-result';
  /** The id of the call that it answers. */
  id: string;
  /** The tool's name, where the wire or the call it answers told it. */
  name?: string;
  content: (TextPart | MediaPart | OpaquePart)[];
  isError?: boolean;
  cache?: CacheMarker;
  extra?: Extra;
}

/** A block of a kind that only one protocol knows (server tools, containers), kept whole. */
export interface OpaquePart {
  type: 'opaque';
  by: ProtocolName;
  value: JsonObject;
}

export type Part =
  | TextPart
  | RefusalPart
  | MediaPart
  | ReasoningPart
  | ToolCallPart
  | ToolResultPart
  | OpaquePart;

/** Where a statement of the answer comes from. */
export interface Citation {
  url?: string;
  title?: string;
  /** The words that are cited. */
  quote?: string;
  /** Span of the answer's text that the citation supports, in UTF-16 units. */
  start?: number;
  end?: number;
  /** The citation in its own protocol's words, whole. */
  extra?: Extra;
}
