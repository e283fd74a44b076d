import type { ProtocolName } from '@ofoxai/core';

/** What is known of a provider beforehand, so that a node needs only its name and a key. */
export interface Preset {
  protocol: ProtocolName;
  baseUrl: string;
  /** Whether it understands what this API adds to the wires. */
  extensions?: boolean;
  /** Models it serves under their own names, where those follow from the catalogue's. */
  models?: Record<string, string>;
  /** Works without a key. */
  keyless?: boolean;
}

/** Base URLs as the providers document them; local servers at the ports they listen on by default. */
export const PRESETS = {
  openai: {
    protocol: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    models: { 'openai/*': '*' },
  },
  anthropic: {
    protocol: 'anthropic',
    baseUrl: 'https://api.anthropic.com',
    models: { 'anthropic/*': '*' },
  },
  google: {
    protocol: 'gemini',
    baseUrl: 'https://generativelanguage.googleapis.com',
    models: { 'google/*': '*' },
  },
  openrouter: {
    protocol: 'openai',
    baseUrl: 'https://openrouter.ai/api/v1',
    extensions: true,
    models: { '*': '*' },
  },
  ofox: {
    protocol: 'openai',
    baseUrl: 'https://api.ofox.ai/v1',
    extensions: true,
    models: { '*': '*' },
  },
  'ofox-anthropic': {
    protocol: 'anthropic',
    baseUrl: 'https://api.ofox.ai/anthropic',
    models: { '*': '*' },
  },
  'ofox-gemini': {
    protocol: 'gemini',
    baseUrl: 'https://api.ofox.ai/gemini',
    models: { '*': '*' },
  },
  ollama: {
    protocol: 'openai',
    baseUrl: 'http://127.0.0.1:11434/v1',
    models: { 'ollama/*': '*' },
    keyless: true,
  },
  'llama.cpp': {
    protocol: 'openai',
    baseUrl: 'http://127.0.0.1:8080/v1',
    models: { 'llama.cpp/*': '*' },
    keyless: true,
  },
  vllm: {
    protocol: 'openai',
    baseUrl: 'http://127.0.0.1:8000/v1',
    models: { 'vllm/*': '*' },
    keyless: true,
  },
  // The offline provider within the gateway: no address is ever called.
  embedded: {
    protocol: 'openai',
    baseUrl: 'http://embedded.invalid',
    models: { '*': '*' },
    keyless: true,
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof PRESETS;
