import { invalid } from '../../error.ts';
import type { Fields } from '../../fields.ts';
import { gather } from '../../gather.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { ToolResultPart } from '../../part.ts';
import type { Extra } from '../../protocol-name.ts';
import type { AssistantMessage, Message, UserMessage } from '../../request.ts';
import { makeToolCallId } from '../../tool-call-id.ts';
import { drop, type Encoding, warn } from './encoding.ts';
import { readModelParts, writeModelParts } from './model-parts.ts';
import { partObject, readCommonPart, writePart } from './parts.ts';
import { extraOf, structure, writeRest } from './structure.ts';
import { readFunctionResponse, writeFunctionResponse } from './tool-result.ts';

const ROLES = ['user', 'model', 'function', 'tool'] as const;

/** A call that no result has answered yet. */
interface OpenCall {
  id: string;
  name: string;
}

/**
 * Reads `contents` (ai.google.dev/api/caching#Content). Results stand among the user's parts on this
 * wire; they become a message of their own before what the user says. Calls without an id get one
 * from their place, and results without one are matched to the calls of the model's last turn by
 * name, in order.
 */
export function readContents(body: Fields): Message[] {
  const contents = body.required('contents', body.array('contents'));
  if (contents.length === 0) throw invalid('contents', 'contents must not be empty.');
  const messages: Message[] = [];
  let open: OpenCall[] = [];
  contents.forEach((value, number) => {
    const content = structure(value, `contents[${number}]`);
    const role = content.oneOf('role', ROLES) ?? 'user';
    const parts = content.array('parts') ?? [];
    const path = content.at('parts');
    if (role === 'model') {
      const message: AssistantMessage = {
        role: 'assistant',
        content: readModelParts(parts, path, (call) => makeToolCallId(number, call)),
        ...extraOf(content.rest()),
      };
      if (messages.at(-1)?.role !== 'assistant') open = [];
      for (const part of message.content) if (part.type === 'tool-call') open.push(part);
      messages.push(message);
    } else readUserContent(content, parts, path, open, messages);
  });
  return messages;
}

function readUserContent(
  content: Fields,
  parts: JsonValue[],
  path: string,
  open: OpenCall[],
  messages: Message[],
): void {
  const results: ToolResultPart[] = [];
  const said: UserMessage['content'] = [];
  parts.forEach((item, at) => {
    const value = partObject(item);
    const part = structure(value, `${path}[${at}]`);
    const response = part.fields('functionResponse');
    if (response) {
      const take = (id: string | undefined, name: string) => takeCall(open, id, name, response);
      results.push(readFunctionResponse(part, response, take));
    } else said.push(readCommonPart(part, value as JsonObject));
  });
  const extra = extraOf(content.rest());
  if (results.length > 0) addResults(results, said.length > 0 ? {} : extra, messages);
  if (said.length > 0 || results.length === 0) {
    messages.push({ role: 'user', content: said, ...extra });
  }
}

/** Results that come in several contents answer one turn all the same. */
function addResults(
  results: ToolResultPart[],
  extra: { extra?: Extra },
  messages: Message[],
): void {
  const last = messages.at(-1);
  if (last?.role === 'tool' && !last.extra && !extra.extra) last.content.push(...results);
  else messages.push({ role: 'tool', content: results, ...extra });
}

/** The id of the call that a result answers, which is open no more. */
function takeCall(
  open: OpenCall[],
  id: string | undefined,
  name: string,
  response: Fields,
): string {
  const at = open.findIndex((call) => (id === undefined ? call.name === name : call.id === id));
  const call = open.splice(at, at === -1 ? 0 : 1)[0];
  if (id !== undefined) return id;
  if (call) return call.id;
  const param = response.at('name');
  throw invalid(param, `${param} names no call of the model's turn before it.`);
}

/**
 * Writes the conversation as `contents`. Results of one turn stand in one content, together with
 * what the user says next. Instructions in the middle become the user's words, as no role here
 * gives them another place; it is told as `approximated`.
 */
export function writeContents(messages: readonly Message[], encoding: Encoding): JsonObject[] {
  const contents: JsonObject[] = [];
  const names = new Map<string, string>();
  let results: JsonObject[] | undefined;
  messages.forEach((message, number) => {
    const path = `messages[${number}]`;
    if (message.role !== 'tool') drop(encoding, `${path}.name`, message.name);
    const rest = message.extra?.gemini;
    const mayJoin = results !== undefined && rest === undefined;
    const { role, parts } = writeMessage(message, names, encoding, path);
    if (role === 'user' && mayJoin && message.role !== 'system') results?.push(...parts);
    else if (parts.length > 0) contents.push(writeRest({ role, parts }, rest));
    if (message.role === 'tool') results = mayJoin ? results : parts;
    else results = undefined;
  });
  if (contents.length === 0) {
    throw invalid('messages', 'messages hold nothing that the gemini protocol can say.');
  }
  return contents;
}

function writeMessage(
  message: Message,
  names: Map<string, string>,
  encoding: Encoding,
  path: string,
): { role: 'user' | 'model'; parts: JsonObject[] } {
  if (message.role === 'assistant') {
    for (const part of message.content) {
      if (part.type === 'tool-call') names.set(part.id, part.name);
    }
    const parts = writeModelParts(message.content, encoding, path);
    if (parts.length === 0) {
      warn(
        encoding,
        'dropped',
        path,
        'Nothing of the message is left, and Gemini takes no empty one.',
      );
    }
    return { role: 'model', parts };
  }
  if (message.role === 'tool') {
    const parts = gather(message.content, (result, at) => {
      const partPath = `${path}.content[${at}]`;
      const name = result.name ?? names.get(result.id);
      if (name !== undefined) return writeFunctionResponse(result, name, encoding, partPath);
      throw invalid(`${partPath}.id`, `${partPath}.id answers no tool call of the conversation.`);
    });
    return { role: 'user', parts };
  }
  if (message.role === 'system') {
    warn(
      encoding,
      'approximated',
      path,
      'Instructions in the middle became the words of the user.',
    );
  }
  const parts = gather(message.content, (part, at) =>
    writePart(part, encoding, `${path}.content[${at}]`),
  );
  return { role: 'user', parts: parts.length > 0 ? parts : [{ text: '' }] };
}
