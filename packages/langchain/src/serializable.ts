import { GENERATION_KEYS } from './fields.ts';

/**
 * The constructor's fields that a serialized model keeps. Functions cannot be kept, and headers may
 * hold secrets: whoever loads a model passes them again.
 */
export const SERIALIZABLE_KEYS: string[] = [
  ...GENERATION_KEYS,
  'model',
  'apiKey',
  'baseUrl',
  'timeout',
  'timeouts',
  'provider',
  'clientFallback',
  'maxRetries',
  'maxConcurrency',
  'streaming',
  'disableStreaming',
  'outputVersion',
  'profile',
  'tags',
  'verbose',
];
