import { invalid } from '../../error.ts';
import type { Fields } from '../../fields.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { MediaPart, OpaquePart, TextPart, ToolResultPart } from '../../part.ts';
import type { Message, ToolMessage, UserMessage } from '../../request.ts';
import { readCacheMarker, writeCacheMarker } from './cache-marker.ts';
import { readContent, writeContent } from './content.ts';
import { type Encoding, extraOf, warn, writeExtra } from './encoding.ts';
import { writeMedia } from './media.ts';

/** Stands for a result that has no text: its media are in the message that follows. */
const MEDIA_ONLY = '[This tool call returned media only; see the next message.]';
const MARK = /^\[Media returned by tool call (.+)\]$/;

type ResultContent = (TextPart | MediaPart | OpaquePart)[];

/** The calls of a conversation, so that results find their name and, if they lack it, their id. */
export class CallLog {
  readonly #names = new Map<string, string>();
  readonly #open = new Set<string>();

  add(id: string, name: string): void {
    this.#names.set(id, name);
    this.#open.add(id);
  }

  nameOf(id: string): string | undefined {
    return this.#names.get(id);
  }

  /** The id of the oldest call without an answer, of this name if one is given. */
  next(name?: string): string | undefined {
    for (const id of this.#open) {
      if (name === undefined || this.#names.get(id) === name) return id;
    }
    return undefined;
  }

  answer(id: string): void {
    this.#open.delete(id);
  }

  /** A new turn: what was not answered by now never will be. */
  begin(): void {
    this.#open.clear();
  }
}

/** Reads a message of role `tool`, or of the old role `function`, which names the call's tool. */
export function readToolResult(message: Fields, calls: CallLog): ToolResultPart {
  const role = message.string('role');
  const name = message.string('name');
  const id =
    role === 'function'
      ? calls.next(message.required('name', name))
      : message.string('tool_call_id') || calls.next();
  if (id === undefined) {
    const field = message.at(role === 'function' ? 'name' : 'tool_call_id');
    throw invalid(field, `${field} must name a call of the conversation.`);
  }
  calls.answer(id);
  const content = (readContent(message) ?? []) as ResultContent;
  const first = content[0];
  const only = content.length === 1 && first?.type === 'text' ? first.text : undefined;
  const calledName = name ?? calls.nameOf(id);
  return {
    type: 'tool-result',
    id,
    ...(calledName === undefined ? {} : { name: calledName }),
    content: only === '' || only === MEDIA_ONLY ? [] : content,
    ...(message.boolean('is_error') ? { isError: true } : {}),
    ...readCacheMarker(message),
    ...extraOf(message.rest()),
  };
}

/**
 * Puts media that {@link writeToolResults} moved out of the results back into them.
 * @returns whether the message held such media, and nothing else.
 */
export function takeMovedMedia(message: UserMessage, before: Message | undefined): boolean {
  if (before?.role !== 'tool' || message.name !== undefined || message.extra) return false;
  const moved: { result: ToolResultPart; media: (MediaPart | OpaquePart)[] }[] = [];
  for (const part of message.content) {
    const id = part.type === 'text' ? MARK.exec(part.text)?.[1] : undefined;
    if (id !== undefined) {
      const result = before.content.find((one) => one.id === id);
      if (!result) return false;
      moved.push({ result, media: [] });
    } else if (part.type === 'text') return false;
    else {
      const open = moved.at(-1);
      if (!open) return false;
      open.media.push(part);
    }
  }
  for (const { result, media } of moved) result.content = [...result.content, ...media];
  return moved.length > 0;
}

/**
 * Writes the results of a turn, one message each. This wire's tool messages hold text only: media
 * follow in a message of the user that names the calls they came from.
 */
export function writeToolResults(
  message: ToolMessage,
  calls: CallLog,
  encoding: Encoding,
  path: string,
): JsonObject[] {
  const messages: JsonObject[] = [];
  const moved: JsonObject[] = [];
  message.content.forEach((result, at) => {
    const resultPath = `${path}.content[${at}]`;
    const media = writeMovedMedia(result, encoding, resultPath);
    messages.push(writeToolResult(result, media.length > 0, calls, encoding, resultPath));
    moved.push(...media);
  });
  if (moved.length > 0) messages.push({ role: 'user', content: moved });
  return messages;
}

function writeToolResult(
  result: ToolResultPart,
  hasMedia: boolean,
  calls: CallLog,
  encoding: Encoding,
  path: string,
): JsonObject {
  const texts: TextPart[] = [];
  const places: number[] = [];
  result.content.forEach((part, at) => {
    if (part.type !== 'text') return;
    texts.push(part);
    places.push(at);
  });
  const pathOf = (at: number) => `${path}.content[${places[at]}]`;
  const none = hasMedia ? MEDIA_ONLY : '';
  const content = texts.length > 0 ? writeContent(texts, encoding, pathOf) : none;
  const written: JsonObject = { role: 'tool', tool_call_id: result.id, content };
  if (encoding.extensions && result.name !== undefined && calls.nameOf(result.id) !== result.name) {
    written.name = result.name;
  }
  if (result.isError) markError(written, content, encoding, path);
  writeCacheMarker(result.cache, written, encoding, `${path}.`);
  writeExtra(result.extra, written);
  return written;
}

function markError(
  written: JsonObject,
  content: JsonValue,
  encoding: Encoding,
  path: string,
): void {
  if (encoding.extensions) {
    written.is_error = true;
    return;
  }
  if (typeof content === 'string') written.content = `Error: ${content}`;
  else if (Array.isArray(content)) {
    written.content = [{ type: 'text', text: 'Error:' }, ...content];
  }
  const message = 'That the tool failed was written in words before its result.';
  warn(encoding, 'approximated', `${path}.isError`, message);
}

function writeMovedMedia(result: ToolResultPart, encoding: Encoding, path: string): JsonObject[] {
  const written: JsonObject[] = [];
  result.content.forEach((part, at) => {
    const partPath = `${path}.content[${at}]`;
    if (part.type === 'media') written.push(writeMedia(part, encoding, partPath));
    else if (part.type === 'opaque' && part.by === 'openai') written.push(part.value);
    else return;
    const message = 'Media of a tool result stand in a message of the user that follows it.';
    warn(encoding, 'moved', partPath, message);
  });
  if (written.length === 0) return [];
  return [{ type: 'text', text: `[Media returned by tool call ${result.id}]` }, ...written];
}
