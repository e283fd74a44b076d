import { ChatAnthropic } from '@langchain/anthropic';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { ChatGoogle } from '@langchain/google';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { ChatOpenRouter } from '@langchain/openrouter';
import { ChatOfox } from '@ofoxai/langchain';
import { OfoxEmbeddings } from '@ofoxai/langchain/embeddings';
import { BareChat } from './floor.ts';

const apiKey = 'sk-test-bench';

/** All chat models that are measured, by name; each on the wire that it is made for. */
export function chatModels(url: string): Record<string, BaseChatModel> {
  const common = { apiKey, maxRetries: 0 };
  return {
    floor: new BareChat(`${url}/v1/chat/completions`),
    ChatOfox: new ChatOfox('openai/gpt-5.2', { ...common, baseUrl: url }),
    'ChatOfox, anthropic': new ChatOfox('anthropic/claude-sonnet-5', { ...common, baseUrl: url }),
    'ChatOfox, gemini': new ChatOfox('google/gemini-3.7-flash', { ...common, baseUrl: url }),
    ChatOpenAI: new ChatOpenAI({
      ...common,
      model: 'gpt-4o-mini',
      configuration: { baseURL: `${url}/v1` },
    }),
    ChatOpenRouter: new ChatOpenRouter({ ...common, model: 'openai/gpt-4o', baseURL: `${url}/v1` }),
    ChatAnthropic: new ChatAnthropic({
      ...common,
      model: 'claude-sonnet-4-5',
      anthropicApiUrl: `${url}/anthropic`,
    }),
    ChatGoogle: new ChatGoogle({
      ...common,
      model: 'gemini-2.5-flash',
      endpoint: `${url}/gemini`,
    } as ConstructorParameters<typeof ChatGoogle>[0]),
  };
}

export function embeddings(url: string) {
  const common = { apiKey, maxRetries: 0, batchSize: 500 };
  return {
    OfoxEmbeddings: new OfoxEmbeddings('openai/text-embedding-3-small', {
      ...common,
      baseUrl: url,
    }),
    OpenAIEmbeddings: new OpenAIEmbeddings({
      ...common,
      model: 'text-embedding-3-small',
      configuration: { baseURL: `${url}/v1` },
    }),
  };
}
