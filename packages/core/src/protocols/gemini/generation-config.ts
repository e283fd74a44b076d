import { invalid } from '../../error.ts';
import { type Fields, type NumberBounds, wrongType } from '../../fields.ts';
import type { JsonObject } from '../../json.ts';
import type { ChatRequest } from '../../request.ts';
import { drop, type Encoding } from './encoding.ts';
import { readResponseFormat, writeResponseFormat } from './response-format.ts';
import { writeRest } from './structure.ts';
import { readThinking, writeThinking } from './thinking.ts';

type Settings = Partial<ChatRequest> & Pick<ChatRequest, 'stop'>;
type Modality = NonNullable<ChatRequest['modalities']>[number];

/** Numbers that both sides have, by their name here, there, and what Google takes for them. */
const NUMBERS = [
  ['maxTokens', 'maxOutputTokens', { min: 1, integer: true }],
  ['temperature', 'temperature', { min: 0, max: 2 }],
  ['topP', 'topP', { min: 0, max: 1 }],
  ['topK', 'topK', { min: 0, integer: true }],
  ['seed', 'seed', { integer: true }],
  ['frequencyPenalty', 'frequencyPenalty', { min: -2, max: 2 }],
  ['presencePenalty', 'presencePenalty', { min: -2, max: 2 }],
] as const satisfies readonly (readonly [keyof ChatRequest, string, NumberBounds])[];

const MODALITIES: Record<string, Modality> = { TEXT: 'text', IMAGE: 'image', AUDIO: 'audio' };
const MAX_STOPS = 5;

/**
 * Reads `generationConfig` (ai.google.dev/api/generate-content#GenerationConfig). What only this
 * wire has (`mediaResolution`, `imageConfig`, `speechConfig`) stays in `extra` under its path.
 */
export function readGenerationConfig(body: Fields): Settings {
  const config = body.fields('generationConfig');
  if (!config) return { stop: [] };
  const settings: Settings = { stop: config.strings('stopSequences') ?? [] };
  for (const [name, field, bounds] of NUMBERS) {
    const value = config.number(field, bounds);
    if (value !== undefined) settings[name] = value;
  }
  const candidates = config.number('candidateCount', { min: 1, integer: true }) ?? 1;
  if (candidates > 1) {
    const param = config.at('candidateCount');
    throw invalid(param, `${param} must be 1: several answers to one request are not offered.`);
  }
  const logprobs = readLogprobs(config);
  if (logprobs !== undefined) settings.logprobs = logprobs;
  const modalities = config.list('responseModalities', readModality);
  if (modalities) settings.modalities = modalities;
  const reasoning = readThinking(config);
  if (reasoning) settings.reasoning = reasoning;
  const { format, kept } = readResponseFormat(config);
  if (format) settings.responseFormat = format;
  const rest = { ...config.rest(), ...kept };
  body.leave('generationConfig', Object.keys(rest).length > 0 ? rest : undefined);
  return settings;
}

/** Writes `generationConfig`, or nothing when the request leaves everything to the model. */
export function writeGenerationConfig(request: ChatRequest, encoding: Encoding): JsonObject {
  const config: JsonObject = {};
  for (const [name, field] of NUMBERS) {
    const value = request[name];
    if (value !== undefined) config[field] = value;
  }
  const { stop, logprobs, modalities } = request;
  if (stop.length > MAX_STOPS) {
    throw invalid('stop', `stop may hold at most ${MAX_STOPS} sequences for Gemini.`);
  }
  if (stop.length > 0) config.stopSequences = stop;
  if (logprobs !== undefined) {
    config.responseLogprobs = true;
    if (logprobs > 0) config.logprobs = logprobs;
  }
  if (modalities) config.responseModalities = modalities.map((word) => word.toUpperCase());
  writeRest(config, writeThinking(request.reasoning, encoding));
  writeRest(config, writeResponseFormat(request.responseFormat, encoding));
  drop(encoding, 'cache', request.cache);
  return Object.keys(config).length > 0 ? { generationConfig: config } : {};
}

function readLogprobs(config: Fields): number | undefined {
  const wanted = config.boolean('responseLogprobs');
  const top = config.number('logprobs', { min: 0, max: 20, integer: true });
  if (wanted) return top ?? 0;
  if (top === undefined) return undefined;
  const param = config.at('logprobs');
  throw invalid(param, `${param} needs ${config.at('responseLogprobs')} to be true.`);
}

function readModality(value: unknown, path: string): Modality {
  if (typeof value !== 'string') throw wrongType(path, 'a string', value);
  const word = value.toUpperCase();
  if (Object.hasOwn(MODALITIES, word)) return MODALITIES[word] as Modality;
  throw invalid(path, `${path} must be one of ${Object.keys(MODALITIES).join(', ')}.`);
}
