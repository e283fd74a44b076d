import type {
  ChatRequest,
  EmbeddingReply,
  EmbeddingRequest,
  ImageReply,
  ImageRequest,
  ReplyEvent,
} from '@ofoxai/core';
import type { Catalog } from './catalog/catalog.ts';

export interface CallOptions {
  /** Ends the work at once; the provider throws the signal's reason. */
  signal: AbortSignal;
  /** What is to go wrong on purpose (`x-ofox-embedded`), for providers that rehearse failures. */
  directives?: string;
  /**
   * The caller has sent the word that Google documents for those who have no signature of a call
   * (ai.google.dev/gemini-api/docs/thought-signatures, "FAQs"), so that none is asked for.
   */
  excusesSignatures?: boolean;
}

/** Whoever answers requests, behind the gateway's endpoints. */
export interface Provider {
  /** Told in `x-ofox-provider`. */
  readonly name: string;
  readonly catalog: Catalog;
  /** @throws OfoxError as soon as the answer fails, before its first event or after any. */
  chat(request: ChatRequest, options: CallOptions): AsyncIterable<ReplyEvent>;
  embed(request: EmbeddingRequest, options: CallOptions): Promise<EmbeddingReply>;
  image(request: ImageRequest, options: CallOptions): Promise<ImageReply>;
  /** How many tokens the model would read. */
  countTokens(request: ChatRequest): number;
}
