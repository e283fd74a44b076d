import type { Extra } from './protocol-name.ts';
import type { ProviderPreferences } from './request.ts';
import type { Usage } from './usage.ts';

/** Images to be made from a description. */
export interface ImageRequest {
  model: string;
  prompt: string;
  /** How many, 1 to 10; the provider's default (one) when absent. */
  n?: number;
  /** `auto` or width x height in pixels: `1024x1024`. The model may deliver another size. */
  size?: string;
  quality?: 'auto' | 'low' | 'medium' | 'high' | 'standard' | 'hd';
  outputFormat?: 'png' | 'jpeg' | 'webp';
  background?: 'transparent' | 'opaque' | 'auto';
  /** An opaque id of the end user. */
  user?: string;
  provider?: ProviderPreferences;
  extra?: Extra;
}

export interface GeneratedImage {
  /** Base64; absent when the provider gave only an address. */
  data?: string;
  url?: string;
  mediaType?: string;
  /** The prompt as the provider rewrote it. */
  revisedPrompt?: string;
}

export interface ImageReply {
  /** The model that answered; the API sometimes leaves it out. */
  model?: string;
  /** Unix seconds. */
  created: number;
  images: GeneratedImage[];
  /** What the provider says of size, quality and format; the pixels may tell otherwise. */
  size?: string;
  quality?: string;
  usage?: Usage;
  extra?: Extra;
}
