import {
  type ChatInput,
  isJsonObject,
  type JsonObject,
  OfoxError,
  type ProtocolOption,
  protocolFor,
  type Reasoning,
  type ReasoningEffort,
} from '@ofoxai/core';
import type { IDataObject } from 'n8n-workflow';
import { readProvider } from './provider.ts';

const SAMPLING = [
  'frequencyPenalty',
  'maxTokens',
  'presencePenalty',
  'seed',
  'temperature',
  'topK',
  'topP',
] as const;

export type ChatSettings = Omit<ChatInput, 'model' | 'messages'>;

/**
 * The options of a conversation in core's words; those that are not set are left out.
 * @throws OfoxError of kind `invalid_request` for additional fields that are no JSON object.
 */
export function readChatSettings(model: string, options: IDataObject): ChatSettings {
  const settings: ChatSettings = {};
  for (const name of SAMPLING) {
    if (options[name] !== undefined && options[name] !== '') settings[name] = Number(options[name]);
  }
  const stop = readStop(options.stop);
  if (stop.length > 0) settings.stop = stop;
  if (options.user) settings.user = String(options.user);
  if (options.serviceTier) settings.serviceTier = String(options.serviceTier);
  const reasoning = readReasoning(options);
  if (reasoning) settings.reasoning = reasoning;
  const provider = readProvider(options);
  if (provider) settings.provider = provider;
  const extra = readJsonObject(options.extraBody, 'Additional Body Fields');
  if (extra && Object.keys(extra).length > 0) {
    const protocol = protocolFor(model, (options.protocol || 'auto') as ProtocolOption);
    settings.extra = { [protocol.name]: extra };
  }
  return settings;
}

/** How long the prompt is to be cached; `undefined` for not at all. */
export function readCacheTtl(options: IDataObject): '5m' | '1h' | undefined {
  return options.cache === '5m' || options.cache === '1h' ? options.cache : undefined;
}

/**
 * Reads a parameter of type JSON, which an expression may have made an object already.
 * @throws OfoxError of kind `invalid_request` that names the parameter.
 */
export function readJsonObject(value: unknown, name: string): JsonObject | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const parsed = typeof value === 'string' ? parseJson(value, name) : value;
  if (isJsonObject(parsed)) return parsed;
  throw wrongParameter(name, 'must be a JSON object');
}

/** @throws OfoxError of kind `invalid_request` that names the parameter. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrongParameter(name, `is not valid JSON: ${(error as Error).message}`);
  }
}

export function wrongParameter(name: string, why: string): OfoxError {
  return new OfoxError('invalid_request', `"${name}" ${why}.`);
}

function readStop(value: unknown): string[] {
  const list = Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value];
  return list.map(String).filter((text) => text !== '');
}

function readReasoning(options: IDataObject): Reasoning | undefined {
  const { reasoningEffort, reasoningBudget, includeReasoning } = options;
  const reasoning: Reasoning = {
    ...(reasoningEffort ? { effort: reasoningEffort as ReasoningEffort } : {}),
    ...(reasoningBudget === undefined ? {} : { budgetTokens: Number(reasoningBudget) }),
    ...(includeReasoning === undefined ? {} : { include: Boolean(includeReasoning) }),
  };
  return Object.keys(reasoning).length > 0 ? reasoning : undefined;
}
