import { invalid } from '../../error.ts';
import { Fields, wrongType } from '../../fields.ts';
import { gather } from '../../gather.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { ToolResultPart } from '../../part.ts';
import type { Extra } from '../../protocol-name.ts';
import type { ChatRequest, Message, UserMessage } from '../../request.ts';
import { readAssistantBlocks, writeAssistantBlocks } from './assistant-message.ts';
import { drop, type Encoding, extraOf, writeExtra } from './encoding.ts';
import { contentOf, readTexts, writeText } from './text.ts';
import {
  readInnerBlock,
  readToolResult,
  writeInnerBlock,
  writeToolResult,
} from './tool-results.ts';

/**
 * Reads `messages`. Tool results, which stand in turns of the user on this wire, become turns of
 * their own; the order stays. `system` may stand among them since version 2026-10-21.
 */
export function readMessages(body: Fields): Message[] {
  const names = new Map<string, string>();
  const turns = body.required(
    'messages',
    body.list('messages', (item, path) => readMessage(item, path, names)),
  );
  if (turns.length === 0) throw invalid('messages', 'messages must hold at least one message.');
  return gather(turns, (turn) => turn);
}

function readMessage(item: JsonValue, path: string, names: Map<string, string>): Message[] {
  const fields = new Fields(item, path);
  const role = fields.required('role', fields.oneOf('role', ['user', 'assistant', 'system']));
  if (role === 'system') {
    const content = readTexts(fields, 'content');
    return [{ role, content, ...extraOf(fields.rest()) }];
  }
  const blocks = readBlocks(fields);
  const extra = extraOf(fields.rest());
  if (role === 'user') return readUserTurn(blocks, fields.at('content'), names, extra);
  const content = readAssistantBlocks(blocks, fields.at('content'));
  for (const part of content) if (part.type === 'tool-call') names.set(part.id, part.name);
  return [{ role, content, ...extra }];
}

function readBlocks(fields: Fields): JsonValue[] {
  const content = fields.required('content', fields.any('content'));
  if (content === '') return [];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (Array.isArray(content)) return content;
  throw wrongType(fields.at('content'), 'a string or an array of blocks', content);
}

function readUserTurn(
  blocks: JsonValue[],
  path: string,
  names: ReadonlyMap<string, string>,
  extra: Pick<UserMessage, 'extra'>,
): Message[] {
  const turns: (UserMessage | { role: 'tool'; content: ToolResultPart[] })[] = [];
  blocks.forEach((item, at) => {
    const place = `${path}[${at}]`;
    const last = turns.at(-1);
    const type = new Fields(item, place).string('type');
    if (type === 'tool_result') {
      const part = readToolResult(item as JsonObject, place, names);
      if (last?.role === 'tool') last.content.push(part);
      else turns.push({ role: 'tool', content: [part] });
      return;
    }
    const part = readInnerBlock(item, place);
    if (last?.role === 'user') last.content.push(part);
    else turns.push({ role: 'user', content: [part] });
  });
  const first = turns[0];
  if (!first) return [{ role: 'user', content: [], ...extra }];
  Object.assign(first, extra);
  return turns;
}

/**
 * Writes `messages`. A tool turn and the user's turn after it become one, results first, as the API
 * demands; turns that say nothing are left out, as it refuses them.
 *
 * @throws OfoxError of kind `invalid_request` for content that this wire cannot show a model.
 */
export function writeMessages(request: ChatRequest, encoding: Encoding): JsonObject[] {
  const turns: Turn[] = [];
  const moved: JsonObject[] = [];
  request.messages.forEach((message, at) => {
    const path = `messages[${at}]`;
    if ('name' in message) drop(encoding, `${path}.name`, message.name);
    const blocks = writeBlocks(message, path, encoding, moved);
    if (blocks.length === 0) return;
    const { extra } = message;
    const last = turns.at(-1);
    const goesOn = last?.isOpen && isUsers(message) && !extra?.anthropic;
    if (goesOn) last.blocks.push(...blocks);
    else
      turns.push({ role: isUsers(message) ? 'user' : message.role, blocks, extra, isOpen: false });
    const turn = turns.at(-1);
    if (turn) turn.isOpen = message.role === 'tool';
  });
  if (moved.length > 0) {
    const message = 'The anthropic protocol cannot end on media made by the model.';
    throw invalid(`messages[${request.messages.length - 1}]`, message);
  }
  if (turns.length === 0) {
    throw invalid('messages', 'messages hold nothing that the anthropic protocol can say.');
  }
  return turns.map(({ role, blocks, extra }) => {
    const turn: JsonObject = { role, content: contentOf(blocks) };
    writeExtra(extra, turn);
    return turn;
  });
}

interface Turn {
  role: string;
  blocks: JsonObject[];
  extra: Extra | undefined;
  /** Whether what follows may join it: it ends with tool results. */
  isOpen: boolean;
}

function isUsers(message: Message): boolean {
  return message.role === 'user' || message.role === 'tool';
}

/** @param moved media of an assistant's turn, taken along to the next one of the user. */
function writeBlocks(
  message: Message,
  path: string,
  encoding: Encoding,
  moved: JsonObject[],
): JsonObject[] {
  const place = (at: number) => `${path}.content[${at}]`;
  switch (message.role) {
    case 'system':
      return gather(message.content, (part, at) => writeText(part, place(at), encoding));
    case 'assistant':
      return writeAssistantBlocks(message, path, encoding, moved);
    case 'tool': {
      const results = message.content.map((part, at) => writeToolResult(part, place(at), encoding));
      return [...results, ...moved.splice(0)];
    }
    case 'user': {
      const blocks = gather(message.content, (part, at) =>
        writeInnerBlock(part, place(at), encoding),
      );
      return [...moved.splice(0), ...blocks];
    }
  }
}
