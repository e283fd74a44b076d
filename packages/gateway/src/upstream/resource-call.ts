import type { EmbeddingRequest, ImageRequest } from '@ofoxai/core';
import type { CallBase } from './chat-call.ts';

interface Requests {
  embeddings: EmbeddingRequest;
  images: ImageRequest;
}

/** Texts to be turned into vectors, or images to be made. */
export interface ResourceCall<Resource extends keyof Requests> extends CallBase {
  /** @throws OfoxError of kind `invalid_request` that names the field at fault. */
  readonly request: Requests[Resource];
}
