import { invalid } from '../../error.ts';
import { Fields } from '../../fields.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { TextPart } from '../../part.ts';
import type { ChatRequest, Message, SystemMessage, UserMessage } from '../../request.ts';
import { readAssistant, writeAssistant } from './assistant-message.ts';
import { readContent, readTextContent, writeContent } from './content.ts';
import { type Encoding, extraOf, writeExtra } from './encoding.ts';
import { CallLog, readToolResult, takeMovedMedia, writeToolResults } from './tool-results.ts';

const ROLES = ['system', 'developer', 'user', 'assistant', 'tool', 'function'] as const;

type Conversation = Pick<ChatRequest, 'system' | 'messages'>;

/** Reads `messages`: instructions at their head become the request's `system`. */
export function readMessages(body: Fields): Conversation {
  const items = body.required('messages', body.array('messages'));
  if (items.length === 0) throw invalid('messages', 'messages must not be empty.');
  const conversation: Conversation = { system: [], messages: [] };
  const calls = new CallLog();
  let isHead = true;
  items.forEach((item, turn) => {
    const message = new Fields(item, `messages[${turn}]`);
    const role = message.required('role', message.oneOf('role', ROLES));
    if (isHead && (role === 'system' || role === 'developer')) {
      conversation.system.push(...readHead(message, role));
      return;
    }
    isHead = false;
    readMessage(message, role, turn, conversation.messages, calls);
  });
  return conversation;
}

function readMessage(
  message: Fields,
  role: (typeof ROLES)[number],
  turn: number,
  messages: Message[],
  calls: CallLog,
): void {
  const before = messages.at(-1);
  switch (role) {
    case 'system':
    case 'developer':
      messages.push(readSystem(message, role));
      return;
    case 'user': {
      const user = readUser(message);
      if (!takeMovedMedia(user, before)) messages.push(user);
      return;
    }
    case 'assistant': {
      const assistant = readAssistant(message, turn);
      calls.begin();
      for (const part of assistant.content) {
        if (part.type === 'tool-call') calls.add(part.id, part.name);
      }
      messages.push(assistant);
      return;
    }
    case 'tool':
    case 'function': {
      const result = readToolResult(message, calls);
      if (before?.role === 'tool') before.content.push(result);
      else messages.push({ role: 'tool', content: [result] });
    }
  }
}

/** Instructions at the head: role, name and the rest of their message stand in each part's extra. */
function readHead(message: Fields, role: 'system' | 'developer'): TextPart[] {
  const content = message.required('content', readTextContent(message));
  const name = message.string('name');
  const rest = message.rest();
  const own: JsonObject = {
    ...(role === 'developer' ? { role } : {}),
    ...(name === undefined ? {} : { name }),
    ...(rest ? { message: rest } : {}),
  };
  if (Object.keys(own).length === 0) return content;
  return content.map((part) => ({ ...part, extra: { openai: { ...part.extra?.openai, ...own } } }));
}

function readSystem(message: Fields, role: 'system' | 'developer'): SystemMessage {
  const content = message.required('content', readTextContent(message));
  const name = message.string('name');
  const rest = message.rest();
  const own = role === 'developer' ? { ...rest, role } : rest;
  return { role: 'system', content, ...(name === undefined ? {} : { name }), ...extraOf(own) };
}

function readUser(message: Fields): UserMessage {
  const content = message.required('content', readContent(message)).map((part, at) => {
    if (part.type !== 'refusal') return part;
    const path = `${message.at('content')}[${at}].type`;
    throw invalid(path, `${path}: only the assistant refuses.`);
  });
  const name = message.string('name');
  return {
    role: 'user',
    content,
    ...(name === undefined ? {} : { name }),
    ...extraOf(message.rest()),
  };
}

/** Writes `messages`. */
export function writeMessages(request: Conversation, encoding: Encoding): JsonValue[] {
  const written: JsonObject[] = writeHead(request.system, encoding);
  const calls = new CallLog();
  request.messages.forEach((message, turn) => {
    const path = `messages[${turn}]`;
    switch (message.role) {
      case 'assistant':
        for (const part of message.content) {
          if (part.type === 'tool-call') calls.add(part.id, part.name);
        }
        written.push(writeAssistant(message, encoding, path));
        return;
      case 'tool':
        written.push(...writeToolResults(message, calls, encoding, path));
        return;
      default:
        written.push(writePlain(message, encoding, path));
    }
  });
  return written;
}

function writePlain(
  message: SystemMessage | UserMessage,
  encoding: Encoding,
  path: string,
): JsonObject {
  const isDeveloper = message.role === 'system' && message.extra?.openai?.role === 'developer';
  const written: JsonObject = { role: isDeveloper ? 'developer' : message.role };
  if (message.name !== undefined) written.name = message.name;
  written.content = writeContent(message.content, encoding, (at) => `${path}.content[${at}]`);
  writeExtra(message.extra, written);
  return written;
}

/** Parts that came in one message, or that nothing tells apart, go into one message. */
function writeHead(system: readonly TextPart[], encoding: Encoding): JsonObject[] {
  const groups: { key: string; own: JsonObject; parts: TextPart[]; first: number }[] = [];
  system.forEach((part, at) => {
    const { role, name, message, ...rest } = part.extra?.openai ?? {};
    const own: JsonObject = { role: role === 'developer' ? role : 'system' };
    if (name !== undefined) own.name = name;
    if (message !== undefined) own.message = message;
    const key = JSON.stringify(own);
    const extra = Object.keys(rest).length > 0 ? { extra: { openai: rest } } : {};
    const { extra: _, ...bare } = part;
    const open = groups.at(-1);
    if (open?.key === key) open.parts.push({ ...bare, ...extra });
    else groups.push({ key, own, parts: [{ ...bare, ...extra }], first: at });
  });
  return groups.map(({ own, parts, first }) => {
    const { message, ...head } = own;
    const content = writeContent(parts, encoding, (at) => `system[${first + at}]`);
    return { ...(isJsonObject(message) ? message : {}), ...head, content };
  });
}
