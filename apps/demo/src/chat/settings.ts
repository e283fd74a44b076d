import {
  type ChatRequest,
  isJsonObject,
  type JsonObject,
  type Message,
  type ProtocolOption,
  type ProviderPreferences,
  type ReasoningEffort,
  type Routing,
} from '@ofoxai/core';
import { readOwnTools } from './own-tools.ts';
import { SAMPLE_TOOLS } from './sample-tools.ts';

/** What can be chosen for the answers of a conversation. */
export interface ChatSettings {
  model: string;
  protocol: ProtocolOption;
  system: string;
  /** Texts as typed; empty for the provider's default. */
  temperature: string;
  maxTokens: string;
  effort: ReasoningEffort | '';
  /** Names of sample tools. */
  tools: readonly string[];
  /** Tools as typed, in JSON; empty for none. */
  ownTools: string;
  toolChoice: 'auto' | 'required' | 'none';
  /** JSON Schema that the answer must satisfy; empty for free text. */
  schema: string;
  routing: Routing | '';
  fallback: string;
  /** What goes wrong on purpose, as the embedded provider takes it: `cut-10`. */
  directive: string;
}

export const DEFAULT_SETTINGS: ChatSettings = {
  model: 'anthropic/claude-sonnet-4.5',
  protocol: 'auto',
  system: '',
  temperature: '',
  maxTokens: '',
  effort: '',
  tools: [],
  ownTools: '',
  toolChoice: 'auto',
  schema: '',
  routing: '',
  fallback: '',
  directive: '',
};

/** The request that continues these messages with these settings. */
export function buildRequest(messages: Message[], settings: ChatSettings): ChatRequest {
  const { model, directive, system, effort, tools, schema } = settings;
  const maxTokens = numberOf(settings.maxTokens);
  const temperature = numberOf(settings.temperature);
  const format = readSchema(schema);
  const provider = providerOf(settings);
  const samples = SAMPLE_TOOLS.filter(({ tool }) => tools.includes(tool.name));
  const chosen = [...samples.map(({ tool }) => tool), ...readOwnTools(settings.ownTools).tools];
  return {
    model: directive === '' ? model : `${model}:${directive}`,
    system: system.trim() === '' ? [] : [{ type: 'text', text: system }],
    messages,
    tools: chosen,
    ...(chosen.length > 0 && settings.toolChoice !== 'auto'
      ? { toolChoice: choiceNow(messages, settings.toolChoice) }
      : {}),
    stop: [],
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(effort === '' ? {} : { reasoning: { effort, include: true } }),
    ...(format.schema
      ? { responseFormat: { type: 'json-schema', name: 'answer', schema: format.schema } }
      : {}),
    ...(provider === undefined ? {} : { provider }),
    stream: true,
  };
}

/** Reads what stands in the schema editor. */
export function readSchema(text: string): { schema?: JsonObject; problem?: string } {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? { schema: value } : { problem: 'A schema is a JSON object.' };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Why a request with these settings cannot be sent; absent when it can. */
export function problemOf(settings: ChatSettings): string | undefined {
  const { problem: schema } = readSchema(settings.schema);
  if (schema !== undefined) return `The schema of the answer: ${schema}`;
  const { problem: tools } = readOwnTools(settings.ownTools);
  if (tools !== undefined) return `Your own tools: ${tools}`;
  if (isNoNumber(settings.temperature)) return 'The temperature is not a number.';
  if (isNoNumber(settings.maxTokens)) return 'The most tokens are not a number.';
  return undefined;
}

function isNoNumber(text: string): boolean {
  return text.trim() !== '' && numberOf(text) === undefined;
}

/** A call that is required every time would never let the answer come. */
function choiceNow(messages: Message[], choice: 'required' | 'none'): 'required' | 'none' | 'auto' {
  return messages.at(-1)?.role === 'tool' && choice === 'required' ? 'auto' : choice;
}

function providerOf({ routing, fallback }: ChatSettings): ProviderPreferences | undefined {
  const models = fallback.split(/[\s,]+/).filter(Boolean);
  if (routing === '' && models.length === 0) return undefined;
  return {
    ...(routing === '' ? {} : { routing }),
    ...(models.length === 0 ? {} : { fallback: models }),
  };
}

function numberOf(text: string): number | undefined {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value;
}
