import {
  type MediaPart,
  type MessageInput,
  OfoxError,
  protocols,
  type TextPart,
} from '@ofoxai/core';
import type { IExecuteFunctions } from 'n8n-workflow';
import { parseJson, wrongParameter } from '../../../../shared/chat-settings.ts';
import { parameter, type Run } from '../../run.ts';

interface MessageFields {
  role: 'assistant' | 'system' | 'user';
  content?: unknown;
  binaryFields?: string;
  imageUrls?: string;
}

export interface Conversation {
  system: TextPart[];
  messages: MessageInput[];
}

/**
 * The conversation of one item, out of the fields or of JSON.
 * @throws OfoxError of kind `invalid_request` that names the parameter or the message at fault.
 */
export async function readConversation(run: Run, item: number): Promise<Conversation> {
  const prompt = parameter<string>(run, 'system', item, '');
  const system: TextPart[] = prompt.trim() === '' ? [] : [{ type: 'text', text: prompt }];
  const isJson = parameter<string>(run, 'messagesFrom', item, 'fields') === 'json';
  const told = isJson ? readJson(run, item) : { system: [], messages: await readFields(run, item) };
  if (told.messages.length === 0)
    throw wrongParameter('Messages', 'must hold at least one message');
  return { system: [...system, ...told.system], messages: told.messages };
}

async function readFields(run: Run, item: number): Promise<MessageInput[]> {
  const { values = [] } = parameter<{ values?: MessageFields[] }>(run, 'messages', item, {});
  const messages: MessageInput[] = [];
  for (const { role, content, binaryFields, imageUrls } of values) {
    const text = textOf(content);
    if (role !== 'user') {
      messages.push({ role, content: text });
      continue;
    }
    const media = [
      ...names(imageUrls).map(imageAt),
      ...(await Promise.all(
        names(binaryFields).map((name) => readBinary(run.context, item, name)),
      )),
    ];
    const words: TextPart[] = text === '' && media.length > 0 ? [] : [{ type: 'text', text }];
    messages.push({ role, content: [...media, ...words] });
  }
  return messages;
}

function readJson(run: Run, item: number): Conversation {
  const value = parameter<unknown>(run, 'messagesJson', item, '[]');
  const messages = typeof value === 'string' ? parseJson(value, 'Messages (JSON)') : value;
  if (!Array.isArray(messages))
    throw wrongParameter('Messages (JSON)', 'must be a list of messages');
  const request = protocols.openai.decodeRequest({ body: { model: 'any', messages } });
  return { system: request.system, messages: request.messages };
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return content === undefined || content === null ? '' : JSON.stringify(content);
}

function names(value: unknown): string[] {
  return String(value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function imageAt(url: string): MediaPart {
  return { type: 'media', kind: 'image', source: { type: 'url', url } };
}

async function readBinary(
  { helpers }: IExecuteFunctions,
  item: number,
  field: string,
): Promise<MediaPart> {
  const { mimeType, fileName } = helpers.assertBinaryData(item, field);
  const bytes = await helpers.getBinaryDataBuffer(item, field);
  const kind = kindOf(mimeType);
  const name = fileName === undefined ? {} : { name: fileName };
  if (kind === 'document' && mimeType.startsWith('text/')) {
    const text = new TextDecoder().decode(bytes);
    return { type: 'media', kind, source: { type: 'text', text, mediaType: mimeType }, ...name };
  }
  if (bytes.length === 0) {
    throw new OfoxError('invalid_request', `The binary field "${field}" is empty.`);
  }
  const data = bytes.toString('base64');
  return { type: 'media', kind, source: { type: 'base64', mediaType: mimeType, data }, ...name };
}

function kindOf(mediaType: string): MediaPart['kind'] {
  const [kind] = mediaType.split('/');
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document';
}
