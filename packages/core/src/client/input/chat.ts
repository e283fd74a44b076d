import { defined, withDefined } from '../../defined.ts';
import { invalid } from '../../error.ts';
import { Fields, wrongType } from '../../fields.ts';
import type { TextPart } from '../../part.ts';
import { readModelRouting } from '../../provider-preferences.ts';
import type { ChatRequest, ModelRouting, Reasoning, ResponseFormat } from '../../request.ts';
import { readProviderOption } from '../../routing/extension.ts';
import { readCache, readExtra } from './extra.ts';
import { type MessageInput, readMessage } from './messages.ts';
import { readContent } from './parts.ts';
import { readTool, readToolChoice } from './tools.ts';

type Optional<T> = { [K in keyof T]?: T[K] | undefined };

/** A conversation as callers write it: nothing but the model and the messages must be there. */
export interface ChatInput
  extends Optional<Omit<ChatRequest, 'model' | 'system' | 'messages' | 'stream'>> {
  model: string;
  system?: string | TextPart[] | undefined;
  messages: MessageInput[];
}

/**
 * Reads a conversation strictly.
 *
 * @param stream whether the answer is to come in pieces.
 * @throws OfoxError of kind `invalid_request` that names the field by path, such as
 * `messages[1].content[0].source.url`.
 */
export function readChatInput(input: ChatInput, stream: boolean): ChatRequest {
  const fields = new Fields(input, '');
  const system = fields.any('system');
  const provider = fields.fields('provider');
  const request: ChatRequest = {
    model: readModelId(fields),
    system: system === undefined ? [] : readContent(system, 'system', ['text']),
    messages: fields.required('messages', fields.list('messages', readMessage)),
    tools: fields.list('tools', readTool) ?? [],
    stop: fields.strings('stop') ?? [],
    stream,
  };
  withDefined(request, {
    toolChoice: readToolChoice(fields),
    parallelToolCalls: fields.boolean('parallelToolCalls'),
    maxTokens: fields.number('maxTokens', { min: 1, integer: true }),
    temperature: fields.number('temperature', { min: 0, max: 2 }),
    topP: fields.number('topP', { min: 0, max: 1 }),
    topK: fields.number('topK', { min: 0, integer: true }),
    seed: fields.number('seed', { integer: true }),
    frequencyPenalty: fields.number('frequencyPenalty', { min: -2, max: 2 }),
    presencePenalty: fields.number('presencePenalty', { min: -2, max: 2 }),
    logprobs: fields.number('logprobs', { min: 0, max: 20, integer: true }),
    reasoning: readReasoning(fields),
    responseFormat: readResponseFormat(fields),
    user: fields.string('user'),
    metadata: readMetadata(fields),
    serviceTier: fields.string('serviceTier'),
    modalities: fields.list('modalities', readModality),
    cache: readCache(fields),
    provider: provider && readProviderOption(provider),
    modelRouting: readModelRoutingOption(fields),
    extra: readExtra(fields),
  });
  fields.end();
  return request;
}

/** Reads the model's id, which every kind of request has. */
export function readModelId(fields: Fields): string {
  const model = fields.required('model', fields.string('model'));
  if (model.trim() === '')
    throw invalid('model', "model must be a model's id, not an empty string.");
  return model;
}

function readReasoning(owner: Fields): Reasoning | undefined {
  const fields = owner.fields('reasoning');
  if (!fields) return undefined;
  const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
  const reasoning = defined<Reasoning>({
    effort: fields.oneOf('effort', efforts),
    budgetTokens: fields.number('budgetTokens', { min: 0, integer: true }),
    mode: fields.oneOf('mode', ['enabled', 'adaptive', 'between-tools', 'disabled']),
    include: fields.boolean('include'),
  });
  fields.end();
  return reasoning;
}

function readResponseFormat(owner: Fields): ResponseFormat | undefined {
  const fields = owner.fields('responseFormat');
  if (!fields) return undefined;
  const type = fields.required('type', fields.oneOf('type', ['text', 'json', 'json-schema']));
  const format: ResponseFormat =
    type === 'json-schema'
      ? defined<Extract<ResponseFormat, { type: 'json-schema' }>>({
          type,
          schema: fields.required('schema', fields.object('schema')),
          name: fields.string('name'),
          description: fields.string('description'),
          strict: fields.boolean('strict'),
        })
      : { type };
  fields.end();
  return format;
}

function readMetadata(owner: Fields): Record<string, string> | undefined {
  const fields = owner.fields('metadata');
  if (!fields) return undefined;
  const metadata: [string, string][] = [];
  for (const name of Object.keys(fields.rest() ?? {})) {
    const value = fields.string(name);
    if (value !== undefined) metadata.push([name, value]);
  }
  return Object.fromEntries(metadata);
}

function readModality(value: unknown, path: string): 'text' | 'image' | 'audio' {
  if (value === 'text' || value === 'image' || value === 'audio') return value;
  throw wrongType(path, 'text, image or audio', value);
}

function readModelRoutingOption(owner: Fields): ModelRouting | undefined {
  const fields = owner.fields('modelRouting');
  if (!fields) return undefined;
  const rest = fields.object('rest');
  const routing = readModelRouting(fields);
  return rest === undefined ? routing : { ...routing, rest: { ...routing.rest, ...rest } };
}
