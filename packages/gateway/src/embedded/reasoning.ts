import type { ChatRequest, Model, ProtocolName, Reasoning } from '@ofoxai/core';
import { isSealed, seal } from './seal.ts';
import { countTextTokens, tokenize } from './tokens.ts';

/** Sentences of thought by how much effort was asked for. */
const SENTENCES = { none: 0, minimal: 2, low: 3, medium: 5, high: 8, xhigh: 11, max: 14 } as const;

/** Whether the request wants the model to think first. */
export function wantsReasoning(reasoning: Reasoning | undefined): boolean {
  if (!reasoning) return false;
  const { effort, budgetTokens, mode } = reasoning;
  if (mode === 'disabled' || effort === 'none' || budgetTokens === 0) return false;
  return mode !== undefined || effort !== undefined || budgetTokens !== undefined;
}

export function canReason(model: Model): boolean {
  return model.supportedParameters?.includes('reasoning') ?? false;
}

/** The protocol whose signatures a model's thoughts carry; OpenAI's and others' carry none. */
export function signingProtocol(model: string): ProtocolName | undefined {
  if (model.startsWith('anthropic/')) return 'anthropic';
  if (model.startsWith('google/')) return 'gemini';
  return undefined;
}

/** What a model signs besides the thoughts themselves. */
export type SignedKind = 'thought' | 'redacted' | 'call' | 'text';

/** A signature of what was thought, of a call by its name, or of the place where thoughts end. */
export function sign(kind: SignedKind, content: string, seed: string): string {
  return seal(`${kind} ${content}`, `${seed} ${kind} ${content}`);
}

/** Whether {@link sign} made the signature of this very content. */
export function isSigned(kind: SignedKind, content: string, signature: string): boolean {
  return isSealed(signature, `${kind} ${content}`);
}

/**
 * What the model thinks aloud: about the request, as long as the effort asks for, and within the
 * budget of tokens.
 *
 * @param answer what it is going to say, so that the thoughts lead there.
 */
export function writeThoughts(request: ChatRequest, userText: string, answer: string): string {
  const { effort = 'medium', budgetTokens = Number.POSITIVE_INFINITY } = request.reasoning ?? {};
  const quoted = JSON.stringify(userText.trim().slice(0, 80));
  const words = userText.split(/\s+/).filter(Boolean).length;
  const sentences = [
    `The user says ${quoted}.`,
    'I am an offline model, so I follow my rules instead of guessing.',
    `The message has ${words} words and the conversation ${request.messages.length} messages.`,
    request.tools.length > 0
      ? `There are ${request.tools.length} tools, which I call only when the message asks for what they do.`
      : 'There are no tools, so the answer must come from the message alone.',
    request.system.length > 0
      ? 'The system prompt says how the answer should look.'
      : 'No system prompt says how the answer should look.',
    'First I look for a sum, a text to repeat or a length to fill.',
    'Then I look for images, documents and results of tools.',
    'If nothing of this is there, I tell what I received.',
    'The same request must always get the same answer.',
    'I make up no facts about the world.',
    'A short answer is better than a long one unless the user asks for length.',
    'I check that no limit is passed.',
    'I check the answer once more against the request.',
  ];
  const count = SENTENCES[effort];
  const kept = [...sentences.slice(0, Math.max(1, count - 1))];
  if (answer !== '') kept.push(`So the answer begins ${JSON.stringify(answer.slice(0, 40))}.`);
  return firstTokens(kept.join(' '), budgetTokens);
}

function firstTokens(text: string, limit: number): string {
  if (countTextTokens(text) <= limit) return text;
  let kept = '';
  let count = 0;
  for (const token of tokenize(text)) {
    if (++count > limit) break;
    kept += token;
  }
  return kept;
}
