import { type AssistantPart, isJsonObject } from '@ofoxai/core';

/**
 * Between the turns of its tools, n8n's agent keeps of a model's answer the text, the calls and one
 * string (`reasoning_content`). Thoughts with their signatures, the calls' exact arguments and which
 * calls belong together travel in that string.
 */
const VERSION = 1;

/** The string for an answer that calls tools and says more than the agent can keep. */
export function sealAnswer(id: string, content: AssistantPart[]): string | undefined {
  const calls = content.filter((part) => part.type === 'tool-call');
  if (calls.length === 0) return undefined;
  const isPlain = content.every(
    (part) => part.type === 'text' || (part.type === 'tool-call' && !part.signature && !part.extra),
  );
  if (isPlain && calls.length === 1) return undefined;
  return JSON.stringify({ ofoxai: VERSION, id, content });
}

/** The content that {@link sealAnswer} sealed; `undefined` for any other string. */
export function openAnswer(sealed: unknown): AssistantPart[] | undefined {
  if (typeof sealed !== 'string' || !sealed.startsWith('{"ofoxai":')) return undefined;
  try {
    const value: unknown = JSON.parse(sealed);
    if (!isJsonObject(value) || value.ofoxai !== VERSION || !Array.isArray(value.content)) {
      return undefined;
    }
    return value.content as unknown as AssistantPart[];
  } catch {
    return undefined;
  }
}
