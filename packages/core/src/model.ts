import type { JsonObject } from './json.ts';

/**
 * A model of the catalogue. Prices are USD per token as decimal strings, `"0"` for free. The
 * object is the API's own (`docs.ofox.ai/api/openai/models`); what it has besides is in `rest`.
 */
export interface Model {
  id: string;
  name?: string;
  description?: string;
  /** Unix seconds. */
  created?: number;
  ownedBy?: string;
  canonicalSlug?: string;
  /** Other ids by which it may be called. */
  aliases?: string[];
  /** Tokens; 0 where it has no meaning. */
  contextLength?: number;
  maxOutputTokens?: number;
  inputModalities?: string[];
  outputModalities?: string[];
  pricing?: ModelPricing;
  supportedParameters?: string[];
  supportedEndpoints?: string[];
  isDeprecated?: boolean;
  /** Everything else that the answer held, in the wire's own words. */
  rest?: JsonObject;
}

/** USD, as decimal strings: per token unless said otherwise. */
export interface ModelPricing {
  prompt?: string;
  completion?: string;
  inputCacheRead?: string;
  inputCacheWrite5m?: string;
  inputCacheWrite1h?: string;
  /** Per image. */
  image?: string;
  rest?: JsonObject;
}
