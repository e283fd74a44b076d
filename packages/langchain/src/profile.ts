import type { ModelProfile } from '@langchain/core/language_models/profile';
import type { Model } from '@ofoxai/core';
import { PROFILES } from './profile-table.ts';

const UNITS: Record<string, number> = { k: 1000, M: 1_000_000 };

let rows: string[][] | undefined;

/**
 * What a model can do, as far as this package knows without asking; empty for models it does not
 * know. Agents take a profile by its word, so nothing is in it that is not documented.
 */
export function knownProfile(model: string): ModelProfile {
  rows ??= PROFILES.trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const row = rows.find(([prefix = '']) => model.startsWith(prefix));
  if (!row) return {};
  const [, input = '-', output = '-', words = ''] = row;
  const can = new Set(words.split(' '));
  return {
    ...limits(count(input), count(output)),
    ...abilities(can, can.has('tools')),
    reasoningOutput: can.has('reasons'),
    imageOutputs: can.has('draws'),
    structuredOutput: can.has('schema'),
  };
}

/**
 * What the catalogue says of a model, over what this package knows. That a model takes
 * `response_format` does not tell that it keeps to a schema: `structuredOutput` stays as known.
 */
export function profileOf(model: Model): ModelProfile {
  const known = knownProfile(model.id);
  const { contextLength, maxOutputTokens, inputModalities, outputModalities } = model;
  const parameters = new Set(model.supportedParameters);
  const takesTools = parameters.has('tools');
  return {
    ...known,
    ...limits(contextLength, maxOutputTokens),
    ...(inputModalities ? abilities(new Set(inputModalities), takesTools) : {}),
    ...(outputModalities ? { imageOutputs: outputModalities.includes('image') } : {}),
    ...(parameters.has('reasoning') ? { reasoningOutput: true } : {}),
  };
}

function limits(input: number | undefined, output: number | undefined): ModelProfile {
  return {
    ...(input ? { maxInputTokens: input } : {}),
    ...(output ? { maxOutputTokens: output } : {}),
  };
}

function abilities(inputs: ReadonlySet<string>, tools: boolean): ModelProfile {
  return {
    imageInputs: inputs.has('image'),
    imageUrlInputs: inputs.has('image'),
    pdfInputs: inputs.has('file'),
    audioInputs: inputs.has('audio'),
    videoInputs: inputs.has('video'),
    toolCalling: tools,
    toolChoice: tools,
  };
}

function count(text: string): number | undefined {
  if (text === '-') return undefined;
  return Number.parseFloat(text) * (UNITS[text.at(-1) ?? ''] ?? 1);
}
