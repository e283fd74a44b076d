import type { Extra } from './protocol-name.ts';
import type { ProviderPreferences } from './request.ts';
import type { Usage } from './usage.ts';

/** Texts to be turned into vectors. */
export interface EmbeddingRequest {
  model: string;
  /** Texts, or token numbers where the model's own tokenizer was used beforehand. */
  input: (string | number[])[];
  /** The caller sent a list, if only of one: Gemini answers it in another shape than a single text. */
  list?: true;
  /** Length of the vectors, for models that can shorten them. */
  dimensions?: number;
  /** How the vectors travel; `base64` is little-endian float32 and a quarter of the size. */
  encoding?: 'float' | 'base64';
  /** An opaque id of the end user. */
  user?: string;
  provider?: ProviderPreferences;
  extra?: Extra;
}

export interface EmbeddingReply {
  model: string;
  /** One for each input, in the order of the input. */
  vectors: number[][];
  usage: Usage;
  extra?: Extra;
}
