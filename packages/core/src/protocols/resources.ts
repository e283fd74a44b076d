import type { EmbeddingReply, EmbeddingRequest } from '../embedding.ts';
import type { ImageReply, ImageRequest } from '../image.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Model } from '../model.ts';
import type { EncodedRequest, EncodeRequestOptions, WireRequest } from './wire.ts';

/** How a wire speaks of embeddings. */
export interface EmbeddingCodec {
  decodeRequest(request: WireRequest): EmbeddingRequest;
  encodeRequest(request: EmbeddingRequest, options?: EncodeRequestOptions): EncodedRequest;
  /** @throws OfoxError of kind `upstream` when there is not one vector for each input. */
  decodeReply(body: JsonValue, request: EmbeddingRequest): EmbeddingReply;
  encodeReply(reply: EmbeddingReply, request: EmbeddingRequest): JsonObject;
}

/**
 * How a wire speaks of image generation. The caller's halves are absent where callers have no
 * endpoint of their own for it and ask in a conversation (Gemini).
 */
export interface ImageCodec {
  decodeRequest?(request: WireRequest): ImageRequest;
  encodeRequest(request: ImageRequest, options?: EncodeRequestOptions): EncodedRequest;
  decodeReply(body: JsonValue, request: ImageRequest): ImageReply;
  encodeReply?(reply: ImageReply, request: ImageRequest): JsonObject;
}

/** A page of a wire's model list. */
export interface ModelPage {
  models: Model[];
  /** What to ask with for the next page; absent on the last one. */
  next?: string;
}

/** How a wire speaks of models. */
export interface ModelCodec {
  /** Path and query of the list, or of the page that `next` names. */
  listPath(next?: string): string;
  modelPath(id: string): string;
  decodeList(body: JsonValue): ModelPage;
  encodeList(page: ModelPage): JsonObject;
  decodeModel(body: JsonValue): Model;
  encodeModel(model: Model): JsonObject;
}
