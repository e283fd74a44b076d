import type { ChatRequest, Message, ToolCallPart, ToolResultPart, UserMessage } from '@ofoxai/core';

/** What the conversation has come to: the last thing the user said, and what followed it. */
export interface Turn {
  /** Number of the user's last message; -1 when there is none. */
  start: number;
  user: UserMessage | undefined;
  /** The user's last message as text, without media. */
  text: string;
  /** Calls that were made since, in order. */
  calls: ToolCallPart[];
  /** Results that came since, in order. */
  results: ToolResultPart[];
}

/** Finds the current turn of a conversation. */
export function currentTurn(request: ChatRequest): Turn {
  const start = request.messages.findLastIndex((message) => message.role === 'user');
  const message = request.messages[start];
  const user = message?.role === 'user' ? message : undefined;
  const since = request.messages.slice(start + 1);
  return {
    start,
    user,
    text: messageText(user),
    calls: since.flatMap((later) =>
      later.role === 'assistant' ? later.content.filter((part) => part.type === 'tool-call') : [],
    ),
    results: since.flatMap((later) => (later.role === 'tool' ? later.content : [])),
  };
}

/** All that the system says, before the conversation and in it. */
export function systemText(request: ChatRequest): string {
  return [
    ...request.system.map((part) => part.text),
    ...request.messages.filter(({ role }) => role === 'system').map(messageText),
  ].join('\n');
}

/** The words of a message, one part a line. */
export function messageText(message: Message | undefined): string {
  const texts: string[] = [];
  for (const part of message?.content ?? []) if (part.type === 'text') texts.push(part.text);
  return texts.join('\n');
}
