import type { JsonObject } from '../../json.ts';
import type { TextPart, ToolCallPart } from '../../part.ts';
import type { Extra } from '../../protocol-name.ts';
import type { AssistantPart } from '../../request.ts';
import { writeCitation } from './citations.ts';
import { writeExtra } from './encoding.ts';
import { writeSource } from './media.ts';
import { signatureBlock, thinkingBlock } from './thinking.ts';
import { inputOf } from './tool-calls.ts';

type Signed = Pick<TextPart, 'signature'>;

/**
 * The blocks that tell a part of an answer to a caller. A signature for which the block has no
 * field goes before it; images and sounds, which Anthropic's own models never make, become blocks
 * of their own (`image`, `audio`) with a source as in requests; parts that only another protocol
 * knows are left out.
 */
export function replyBlocks(part: AssistantPart): JsonObject[] {
  switch (part.type) {
    case 'text': {
      const block = textBlock(part.text, part.extra);
      if (part.citations) block.citations = part.citations.map(writeCitation);
      return signed(part, block);
    }
    case 'refusal':
      return [textBlock(part.text, part.extra)];
    case 'reasoning':
      return [thinkingBlock(part)];
    case 'tool-call': {
      const block = toolUseBlock(part.id, part.name, part.extra);
      block.input = inputOf(part.arguments).input;
      return signed(part, block);
    }
    case 'media': {
      const block: JsonObject = { type: part.kind, source: writeSource(part.source) };
      if (part.name !== undefined) block.title = part.name;
      writeExtra(part.extra, block);
      return signed(part, block);
    }
    case 'opaque':
      return part.by === 'anthropic' ? [part.value] : [];
  }
}

function signed(part: Signed, block: JsonObject): JsonObject[] {
  return part.signature ? [signatureBlock(part.signature), block] : [block];
}

/** Without `citations: null`, which breaks `@ai-sdk/anthropic`. */
export function textBlock(text: string, extra: Extra | undefined): JsonObject {
  const block: JsonObject = { type: 'text', text };
  writeExtra(extra, block);
  return block;
}

/** With `caller`, which version 2026-10-21 demands. */
export function toolUseBlock(
  id: ToolCallPart['id'],
  name: string,
  extra: Extra | undefined,
): JsonObject {
  const own = extra?.anthropic;
  return { caller: { type: 'direct' }, ...own, type: 'tool_use', id, name, input: {} };
}
