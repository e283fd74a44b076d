import { defined } from '../../defined.ts';
import { Fields } from '../../fields.ts';
import type { JsonValue } from '../../json.ts';
import type { ToolResultPart } from '../../part.ts';
import type {
  AssistantMessage,
  Message,
  SystemMessage,
  ToolMessage,
  UserMessage,
} from '../../request.ts';
import { readExtra } from './extra.ts';
import { readContentField, readPart } from './parts.ts';

type WithText<M extends { content: unknown }> = Omit<M, 'content'> & {
  content: string | M['content'];
};

/** A message as callers write it: wherever the neutral form has a list of parts, a string will do. */
export type MessageInput =
  | WithText<SystemMessage>
  | WithText<UserMessage>
  | WithText<AssistantMessage>
  | (Omit<ToolMessage, 'content'> & { content: WithText<ToolResultPart>[] });

/** @throws OfoxError of kind `invalid_request` that names the field, such as `messages[1].role`. */
export function readMessage(value: JsonValue, path: string): Message {
  const fields = new Fields(value, path);
  const roles = ['system', 'user', 'assistant', 'tool'] as const;
  const role = fields.required('role', fields.oneOf('role', roles));
  const message = READERS[role](fields);
  fields.end();
  return message;
}

const READERS: Record<Message['role'], (fields: Fields) => Message> = {
  system: (fields) =>
    defined<SystemMessage>({
      role: 'system',
      content: readContentField(fields, ['text']),
      name: fields.string('name'),
      extra: readExtra(fields),
    }),
  user: (fields) =>
    defined<UserMessage>({
      role: 'user',
      content: readContentField(fields, ['text', 'media', 'opaque']),
      name: fields.string('name'),
      extra: readExtra(fields),
    }),
  assistant: (fields) =>
    defined<AssistantMessage>({
      role: 'assistant',
      content: readContentField(fields, [
        'text',
        'refusal',
        'media',
        'reasoning',
        'tool-call',
        'opaque',
      ]),
      name: fields.string('name'),
      extra: readExtra(fields),
    }),
  tool: (fields) =>
    defined<ToolMessage>({
      role: 'tool',
      content: fields.required('content', fields.list('content', readResult)),
      extra: readExtra(fields),
    }),
};

function readResult(value: JsonValue, path: string): ToolResultPart {
  return readPart(value, path, ['tool-result']);
}
