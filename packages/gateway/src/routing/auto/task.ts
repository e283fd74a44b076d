import type { ChatRequest, Message } from '@ofoxai/core';

/** What of a request tells which models can do it, and how hard it is. */
export interface Task {
  /** Tokens that will be read, and the most that may be written, estimated. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Kinds of input besides text: `image`, `audio`, `video`, `file`. */
  readonly inputs: ReadonlySet<string>;
  readonly tools: number;
  readonly reasoning: 'none' | 'some' | 'much';
  readonly hasSchema: boolean;
  readonly turns: number;
  /** The caller's last words. */
  readonly words: string;
}

const READ_WORDS = 8192;

/** @param inputTokens an estimate of what will be read. */
export function taskOf(request: ChatRequest, inputTokens: number, outputTokens: number): Task {
  const inputs = new Set<string>();
  for (const message of request.messages) addInputs(message, inputs);
  return {
    inputTokens,
    outputTokens: request.maxTokens ?? outputTokens,
    inputs,
    tools: request.tools.length,
    reasoning: reasoningOf(request),
    hasSchema: request.responseFormat?.type === 'json-schema',
    turns: request.messages.length,
    words: lastWords(request.messages),
  };
}

function addInputs(message: Message, inputs: Set<string>): void {
  const parts = message.content.flatMap((part) =>
    part.type === 'tool-result' ? part.content : [part],
  );
  for (const part of parts) {
    if (part.type === 'media') inputs.add(part.kind === 'document' ? 'file' : part.kind);
  }
}

function reasoningOf({ reasoning }: ChatRequest): Task['reasoning'] {
  if (!reasoning || reasoning.mode === 'disabled' || reasoning.budgetTokens === 0) return 'none';
  switch (reasoning.effort) {
    case 'none':
      return 'none';
    case 'minimal':
    case 'low':
      return 'some';
    default:
      return 'much';
  }
}

function lastWords(messages: readonly Message[]): string {
  const last = messages.findLast(({ role }) => role === 'user');
  let words = '';
  for (const part of last?.content ?? []) {
    if (part.type === 'text') words += `${part.text}\n`;
    if (words.length > READ_WORDS) break;
  }
  return words.slice(0, READ_WORDS);
}
