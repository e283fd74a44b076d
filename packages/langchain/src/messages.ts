import {
  AIMessage,
  type BaseMessage,
  ChatMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import {
  type Message,
  OfoxError,
  type ProtocolName,
  type SystemMessage as SystemTurn,
  type TextPart,
  type ToolResultPart,
  type Warning,
} from '@ofoxai/core';
import { readAssistant } from './assistant-message.ts';
import { readBlocks } from './user-block.ts';

/** A LangChain conversation in the client's form. */
export interface Conversation {
  system: TextPart[];
  messages: Message[];
  /** What of the history could not be carried. */
  warnings: Warning[];
}

/**
 * Reads a conversation that any LangChain chat model may have had: what other providers' classes
 * left in it is understood as well.
 *
 * @param protocol the wire that is to be spoken.
 * @throws OfoxError of kind `invalid_request` that names the message which no model can be given.
 */
export function readConversation(
  history: readonly BaseMessage[],
  protocol: ProtocolName,
): Conversation {
  const answered = answeredCalls(history);
  const conversation: Conversation = { system: [], messages: [], warnings: [] };
  const { messages } = conversation;
  history.forEach((message, at) => {
    const path = `messages[${at}]`;
    const role = roleOf(message, path);
    const name = message.name === undefined ? {} : { name: message.name };
    switch (role) {
      case 'system': {
        const content = readTexts(message, path, protocol);
        if (messages.length === 0) conversation.system.push(...content);
        else messages.push({ role: 'system', content, ...name } satisfies SystemTurn);
        return;
      }
      case 'user':
        messages.push({
          role: 'user',
          content: readBlocks(message.content, `${path}.content`, protocol),
          ...name,
        });
        return;
      case 'assistant': {
        const context = { path, protocol, answered, warnings: conversation.warnings };
        const content = readAssistant(message as AIMessage, context);
        messages.push({ role: 'assistant', content, ...name });
        return;
      }
      case 'tool':
        pushResult(messages, readResult(message as ToolMessage, path, protocol));
    }
  });
  return conversation;
}

function roleOf(message: BaseMessage, path: string): Message['role'] {
  if (HumanMessage.isInstance(message)) return 'user';
  if (AIMessage.isInstance(message)) return 'assistant';
  if (ToolMessage.isInstance(message)) return 'tool';
  if (SystemMessage.isInstance(message)) return 'system';
  const role = ChatMessage.isInstance(message) ? message.role : message.type;
  if (role === 'user' || role === 'human') return 'user';
  if (role === 'assistant' || role === 'ai' || role === 'model') return 'assistant';
  if (role === 'system' || role === 'developer') return 'system';
  throw new OfoxError('invalid_request', `${path} is a ${role} message, which no model takes.`, {
    param: path,
  });
}

/** Results of the same turn belong together. */
function pushResult(messages: Message[], result: ToolResultPart): void {
  const last = messages.at(-1);
  if (last?.role === 'tool') last.content.push(result);
  else messages.push({ role: 'tool', content: [result] });
}

function readResult(message: ToolMessage, path: string, protocol: ProtocolName): ToolResultPart {
  return {
    type: 'tool-result',
    id: message.tool_call_id,
    ...(message.name === undefined ? {} : { name: message.name }),
    content: readBlocks(message.content, `${path}.content`, protocol),
    ...(message.status === 'error' ? { isError: true } : {}),
  };
}

function readTexts(message: BaseMessage, path: string, protocol: ProtocolName): TextPart[] {
  return readBlocks(message.content, `${path}.content`, protocol).map((part, at) => {
    if (part.type === 'text') return part;
    const param = `${path}.content[${at}]`;
    throw new OfoxError('invalid_request', `${param} must be text: it is in a system message.`, {
      param,
    });
  });
}

function answeredCalls(history: readonly BaseMessage[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const message of history) {
    if (ToolMessage.isInstance(message)) ids.add(message.tool_call_id);
  }
  return ids;
}
