import type { JsonObject } from '../json.ts';
import type { Warning } from '../warning.ts';

/** A request as it came over the wire, parsed. */
export interface WireRequest {
  body: unknown;
  /** Gemini tells the model in the path. */
  model?: string;
  /** Gemini tells in the path whether the answer is to be streamed. */
  stream?: boolean;
}

export interface EncodeRequestOptions {
  /**
   * Whether the receiver understands what this API adds to the wires: reasoning and cache markers
   * on the OpenAI wire, signatures tagged with their maker on any, `provider`. A gateway of ours
   * does (default); a provider's own endpoint may refuse the whole request.
   */
  extensions?: boolean;
}

export interface EncodedRequest {
  /** Path and query behind the protocol's base URL: `/chat/completions`, `/v1/messages`. */
  path: string;
  /** Headers that the protocol needs besides authentication. */
  headers: Record<string, string>;
  body: JsonObject;
  warnings: Warning[];
}
