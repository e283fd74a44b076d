import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModel } from 'ai';
import { KEY, serve } from '../support/serve.ts';

// It would otherwise tell on every call that it does not know the ids of the models.
globalThis.AI_SDK_LOG_WARNINGS = false;

export const PROVIDERS = ['openai', 'anthropic', 'google'] as const;

/** The three providers of the AI SDK, as clients of one gateway. */
export async function connect({
  apiKey = KEY,
  fetch = globalThis.fetch,
  ...gateway
}: Parameters<typeof serve>[0] & { apiKey?: string; fetch?: typeof globalThis.fetch } = {}) {
  const { url, records } = await serve(gateway);
  const openai = createOpenAI({ apiKey, fetch, baseURL: `${url}/v1` });
  const anthropic = createAnthropic({ apiKey, fetch, baseURL: `${url}/anthropic/v1` });
  const google = createGoogleGenerativeAI({ apiKey, fetch, baseURL: `${url}/gemini/v1beta` });
  const models: Record<(typeof PROVIDERS)[number], (name: string) => LanguageModel> = {
    openai: (name: string) => openai.chat(name),
    anthropic: (name: string) => anthropic(name),
    google: (name: string) => google(name),
  };
  return { openai, anthropic, google, models, records, url };
}

/** A model of each provider's own. */
export const OWN = {
  openai: 'openai/gpt-4o',
  anthropic: 'anthropic/claude-sonnet-4.5',
  google: 'google/gemini-3-flash-preview',
} as const;

/** One that thinks. */
export const THINKING = {
  openai: { model: 'openai/gpt-5', options: { openai: { reasoningEffort: 'medium' } } },
  anthropic: {
    model: OWN.anthropic,
    options: { anthropic: { thinking: { type: 'enabled', budgetTokens: 1024 } } },
  },
  google: {
    model: OWN.google,
    options: { google: { thinkingConfig: { thinkingBudget: 1024, includeThoughts: true } } },
  },
} as const;
