import type { OfoxError } from '../error.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ProtocolName } from '../protocol-name.ts';
import type { Reply, ReplyEvent } from '../reply.ts';
import type { ChatRequest } from '../request.ts';
import type { ServerSentEvent } from '../sse.ts';
import type { Usage } from '../usage.ts';
import type { Warning } from '../warning.ts';
import type { EmbeddingCodec, ImageCodec, ModelCodec } from './resources.ts';
import type { EncodedRequest, EncodeRequestOptions, WireRequest } from './wire.ts';

/** One wire protocol: eight pure functions around the neutral form. */
export interface Protocol {
  readonly name: ProtocolName;

  /**
   * Reads a caller's request, strictly: a field that is missing or of the wrong type is an
   * `OfoxError` of kind `invalid_request` that names it. Unknown fields are kept in `extra`.
   */
  decodeRequest(request: WireRequest): ChatRequest;

  /** Writes a request for an upstream. What cannot be said on this wire is told in `warnings`. */
  encodeRequest(request: ChatRequest, options?: EncodeRequestOptions): EncodedRequest;

  /**
   * Reads a whole answer, loosely: unknown fields are kept, missing ones are borne.
   * @throws OfoxError when the body is an error or nothing that this protocol could have sent.
   */
  decodeReply(body: JsonValue, context?: DecodeContext): Reply;

  /** Writes a whole answer for a caller. */
  encodeReply(reply: Reply, context?: EncodeReplyContext): JsonObject;

  /** Reads a streamed answer, event by event. */
  decodeStream(context?: DecodeContext): StreamDecoder;

  /** Writes a streamed answer for a caller, event by event. */
  encodeStream(context?: EncodeReplyContext): StreamEncoder;

  /** Reads an error's body, whatever it is: this protocol's, the unified one, HTML or nothing. */
  decodeError(response: ErrorResponse): OfoxError;

  /** Writes an error for a caller: the unified body, widened by what this protocol's SDK reads. */
  encodeError(error: OfoxError): EncodedError;

  /**
   * What of an event the encoders leave out, as this wire has no word for it. Whoever writes an
   * answer for a caller tells these beside it.
   */
  replyLosses(event: ReplyEvent): readonly Warning[];

  /**
   * Reads the usage of an answer alone, for whoever passes the answer on unread: `usage`, or
   * Gemini's `usageMetadata`.
   */
  readUsage(usage: JsonObject): Usage;

  /** Absent where the protocol has no embeddings (Anthropic). */
  readonly embeddings?: EmbeddingCodec;
  /** Absent where the protocol has no image generation (Anthropic). */
  readonly images?: ImageCodec;
  readonly models: ModelCodec;
}

export interface DecodeContext {
  /** The model that was asked for, for answers that do not tell which one answered. */
  model?: string;
}

export interface EncodeReplyContext {
  /** OpenAI: send usage as the stream's last chunk (`stream_options.include_usage`). */
  includeUsage?: boolean;
  /** Unix seconds, for answers that do not tell when they were made. */
  created?: number;
  /** Gemini: whether a stream is server-sent events (`alt=sse`, default) or one JSON array. */
  framing?: 'sse' | 'json-array';
}

export interface StreamDecoder {
  /**
   * Reads one event and hands on what it says.
   * @throws OfoxError for an error event, malformed JSON, or an event out of place.
   */
  push(event: ServerSentEvent, emit: (event: ReplyEvent) => void): void;
  /**
   * To be called at the end of the stream; hands on what was held back, `finish` last.
   * @throws OfoxError of kind `stream` when the answer is not complete.
   */
  end(emit: (event: ReplyEvent) => void): void;
}

export interface StreamEncoder {
  /** The bytes (as text) that tell this event; empty when there is nothing to be said yet. */
  push(event: ReplyEvent): string;
  /** What closes the stream; to be called after `finish`. */
  end(): string;
  /** The error in this protocol's own form for the middle of a stream. */
  fail(error: OfoxError): string;
}

export interface ErrorResponse {
  status: number;
  /** In lower case. */
  headers?: Record<string, string>;
  body: string;
  model?: string;
}

export interface EncodedError {
  status: number;
  headers: Record<string, string>;
  body: JsonObject;
}
