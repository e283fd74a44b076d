import type { JsonObject } from './json.ts';

/** The wire protocols of the API. */
export type ProtocolName = 'openai' | 'anthropic' | 'gemini';

export const PROTOCOL_NAMES: readonly ProtocolName[] = ['openai', 'anthropic', 'gemini'];

/**
 * What only one protocol can say, in its own words, kept so that the same protocol can write it
 * back. Other protocols leave it out and report each key with a warning.
 */
export type Extra = { [P in ProtocolName]?: JsonObject };
