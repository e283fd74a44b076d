import type {
  AssistantPart,
  MessageInput,
  TextPart,
  ToolCallPart,
  ToolMessage,
  ToolResultPart,
} from '@ofoxai/core';
import { readContent } from './content-parts.ts';
import { openAnswer } from './envelope.ts';
import { type HostMessage, type HostToolCall, roleOf } from './host-messages.ts';

export interface HostConversation {
  system: TextPart[];
  messages: MessageInput[];
}

/** The conversation in core's words, with what the agent pulled apart put together again. */
export function readConversation(history: readonly HostMessage[]): HostConversation {
  const system: TextPart[] = [];
  const messages: MessageInput[] = [];
  for (let at = 0; at < history.length; at++) {
    const message = history[at] as HostMessage;
    switch (roleOf(message)) {
      case 'system': {
        const texts = readContent(message.content).filter((part) => part.type === 'text');
        if (messages.length === 0) system.push(...texts);
        else if (texts.length > 0) messages.push({ role: 'system', content: texts });
        break;
      }
      case 'ai': {
        const end = pushAnswer(history, at, messages);
        at = end - 1;
        break;
      }
      case 'tool':
        pushResult(messages, readResult(message));
        break;
      default:
        messages.push({ role: 'user', content: readContent(message.content) });
    }
  }
  return { system, messages };
}

/** Pushes an answer and, if it was pulled apart into several, the results between them. */
function pushAnswer(
  history: readonly HostMessage[],
  from: number,
  messages: MessageInput[],
): number {
  const message = history[from] as HostMessage;
  const sealed = message.additional_kwargs?.reasoning_content;
  const content = openAnswer(sealed);
  if (!content) {
    messages.push({ role: 'assistant', content: readAnswer(message) });
    return from + 1;
  }
  const results: ToolResultPart[] = [];
  let at = from + 1;
  for (; at < history.length; at++) {
    const next = history[at] as HostMessage;
    const role = roleOf(next);
    if (role === 'tool') results.push(readResult(next));
    else if (role !== 'ai' || next.additional_kwargs?.reasoning_content !== sealed) break;
  }
  const answered = new Set(results.map(({ id }) => id));
  // A call without a result is refused by most providers; the agent has dropped it.
  const kept = content.filter((part) => part.type !== 'tool-call' || answered.has(part.id));
  messages.push({ role: 'assistant', content: kept });
  if (results.length > 0) messages.push({ role: 'tool', content: results });
  return at;
}

function pushResult(messages: MessageInput[], result: ToolResultPart): void {
  const last = messages.at(-1);
  if (last?.role === 'tool') (last as ToolMessage).content.push(result);
  else messages.push({ role: 'tool', content: [result] });
}

function readAnswer({ content, tool_calls: calls = [] }: HostMessage): AssistantPart[] {
  return [...readContent(content), ...calls.map(readCall)];
}

function readCall({ id, name, args = {} }: HostToolCall, index: number): ToolCallPart {
  // To the arguments that it replays, the agent adds the call's id and, of MCP tools, the name.
  const added: Record<string, unknown> = { id, tool: name };
  const own = Object.fromEntries(
    Object.entries(args).filter(([key, value]) => value === undefined || value !== added[key]),
  );
  return { type: 'tool-call', id: id ?? `call_${index}`, name, arguments: JSON.stringify(own) };
}

function readResult({ tool_call_id: id, name, content, status }: HostMessage): ToolResultPart {
  return {
    type: 'tool-result',
    id: id ?? '',
    content: readContent(content),
    ...(name ? { name } : {}),
    ...(status === 'error' ? { isError: true } : {}),
  };
}
