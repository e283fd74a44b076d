import type { MessageContent } from '@langchain/core/messages';
import {
  type JsonObject,
  type MediaPart,
  OfoxError,
  type OpaquePart,
  type ProtocolName,
  type TextPart,
} from '@ofoxai/core';
import { type Block, readCacheControl, readExtras, readSignature } from './content-block.ts';
import { readMedia } from './media-block.ts';

/** Reads the content of a user's, a system's or a tool's message. A string stands for one text. */
export function readBlocks(
  content: MessageContent,
  path: string,
  protocol: ProtocolName,
): (TextPart | MediaPart | OpaquePart)[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return content.map((block: unknown, at) => readBlock(block, `${path}[${at}]`, protocol));
}

function readBlock(
  value: unknown,
  path: string,
  protocol: ProtocolName,
): TextPart | MediaPart | OpaquePart {
  if (typeof value === 'string') return { type: 'text', text: value };
  const block = asBlock(value, path);
  return readText(block) ?? readMedia(block, protocol) ?? readOpaque(block, protocol);
}

/** A text block, also one whose citations have yet to be read. */
export function readText(block: Block): TextPart | undefined {
  if (block.type !== 'text' || typeof block.text !== 'string') return undefined;
  return {
    type: 'text',
    text: block.text,
    ...readSignature(block),
    ...readCacheControl(block),
    ...readExtras(block),
  };
}

/**
 * A block of a kind that LangChain has no word for. Unless it tells whose it is, it is taken to be
 * written for the wire that is spoken, whose provider will say if it is not.
 */
export function readOpaque(block: Block, protocol: ProtocolName): OpaquePart {
  const { type, value, by, index: _, ...rest } = block;
  if (type === 'non_standard' && typeof value === 'object' && value !== null) {
    const maker = by === 'openai' || by === 'anthropic' || by === 'gemini' ? by : protocol;
    return { type: 'opaque', by: maker, value: value as JsonObject };
  }
  const whole = { type, ...(value === undefined ? {} : { value }), ...rest };
  return { type: 'opaque', by: protocol, value: whole as JsonObject };
}

/** @throws OfoxError of kind `invalid_request` when it is no content block. */
export function asBlock(value: unknown, path: string): Block {
  if (typeof value === 'object' && value !== null) {
    if ('type' in value && typeof value.type === 'string') return value as Block;
    // Google's own parts have no type, only the field that they are called by.
    const [field] = Object.keys(value);
    if (field !== undefined) return { type: field, ...value };
  }
  throw new OfoxError('invalid_request', `${path} is no content block.`, { param: path });
}
