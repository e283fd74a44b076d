import {
  AIMessageChunk,
  type AIMessageChunkFields,
  type BaseMessageChunk,
  type MessageContent,
  type UsageMetadata,
} from '@langchain/core/messages';
import type { ToolCallChunk } from '@langchain/core/messages/tool';
import { type Extra, isJsonObject } from '@ofoxai/core';
import type { Block } from './content-block.ts';
import { writeCall } from './reply-content.ts';

type Content = string | Block[];

/** Fields of a block whose pieces are joined; the pieces of others replace one another. */
const JOINED: ReadonlySet<string> = new Set(['text', 'reasoning', 'refusal']);

/** What pieces of an answer come to, before it is made a message. */
export interface AnswerSum {
  content: Content;
  calls: readonly ToolCallChunk[];
  additional_kwargs: Record<string, unknown>;
  response_metadata: Record<string, unknown>;
  id: string | undefined;
  usage_metadata: UsageMetadata | undefined;
  /** The answer's last piece is in it. */
  isLast: boolean;
}

interface PieceFields {
  content: MessageContent;
  additional_kwargs?: Record<string, unknown>;
  response_metadata: Record<string, unknown>;
  id: string | undefined;
  tool_call_chunks?: ToolCallChunk[] | undefined;
  usage_metadata?: UsageMetadata | undefined;
}

/**
 * A piece of an answer that adds up, to the letter, to what `invoke` gives. LangChain's own sum
 * loses what comes late to a text that began as a string (citations, signatures), and takes
 * arguments that were cut off for complete ones. It is saved and loaded as what it extends.
 */
export class ReplyChunk extends AIMessageChunk {
  /** The answer's last piece, or a sum that ends with it. */
  readonly #isLast: boolean;

  constructor(fields: PieceFields, isLast = false) {
    // LangChain copies the fields and adds those that are missing: ten times the work of setting
    // what is there already.
    super({
      content: fields.content,
      additional_kwargs: fields.additional_kwargs ?? {},
      response_metadata: fields.response_metadata,
      id: fields.id,
      tool_calls: [],
      invalid_tool_calls: [],
      tool_call_chunks: fields.tool_call_chunks ?? [],
      usage_metadata: fields.usage_metadata,
      // By LangChain's types there is no usage under exactOptionalPropertyTypes.
    } as unknown as AIMessageChunkFields);
    this.#isLast = isLast;
  }

  /** The message that a sum of pieces makes. */
  static of(sum: AnswerSum): ReplyChunk {
    const { content, calls, id, usage_metadata, isLast } = sum;
    const chunk = new ReplyChunk(
      {
        content: (isLast ? withoutIndexes(content) : content) as MessageContent,
        additional_kwargs: sum.additional_kwargs,
        response_metadata: sum.response_metadata,
        id,
        tool_call_chunks: calls as ToolCallChunk[],
        usage_metadata,
      },
      isLast,
    );
    if (isLast && calls.length > 0) chunk.#readCalls(calls);
    return chunk;
  }

  /** The sum of this piece alone; `undefined` for a message of another class. */
  static sumOf(message: BaseMessageChunk): AnswerSum | undefined {
    if (!(#isLast in message)) return undefined;
    return {
      content: message.content as Content,
      calls: message.tool_call_chunks ?? [],
      additional_kwargs: message.additional_kwargs,
      response_metadata: message.response_metadata,
      id: message.id,
      usage_metadata: message.usage_metadata,
      isLast: message.#isLast,
    };
  }

  override get lc_id(): string[] {
    return [...this.lc_namespace, 'AIMessageChunk'];
  }

  override concat(chunk: AIMessageChunk): this {
    const own = ReplyChunk.sumOf(this);
    const other = ReplyChunk.sumOf(chunk);
    if (!own || !other) return super.concat(chunk) as this;
    return ReplyChunk.of(addPieces(own, other)) as this;
  }

  /** Only whole JSON counts as arguments. */
  #readCalls(chunks: readonly ToolCallChunk[]): void {
    const calls = chunks.map(({ id = '', name = '', args = '' }) =>
      writeCall({ type: 'tool-call', id, name, arguments: args === '' ? '{}' : args }),
    );
    this.tool_calls = calls.filter((call) => call.type === 'tool_call');
    this.invalid_tool_calls = calls.filter((call) => call.type === 'invalid_tool_call');
    this.lc_kwargs.tool_calls = this.tool_calls;
    this.lc_kwargs.invalid_tool_calls = this.invalid_tool_calls;
  }
}

/** Neither sum is changed. */
export function addPieces(left: AnswerSum, right: AnswerSum): AnswerSum {
  return {
    content: joinContent(left.content, right.content),
    calls: joinCalls(left.calls, right.calls),
    // Adding to what was spread is slow.
    additional_kwargs: Object.assign({}, left.additional_kwargs, right.additional_kwargs),
    response_metadata: Object.assign({}, left.response_metadata, right.response_metadata),
    id: left.id ?? right.id,
    usage_metadata: right.usage_metadata ?? left.usage_metadata,
    isLast: right.isLast,
  };
}

function joinContent(left: Content, right: Content): Content {
  if (typeof right === 'string') {
    if (typeof left === 'string') return left + right;
    return right === '' ? left : joinBlocks(left, [{ type: 'text', text: right }]);
  }
  if (right.length === 0) return left;
  if (typeof left !== 'string') return joinBlocks(left, right);
  return left === '' ? right : joinBlocks([{ type: 'text', text: left, index: 0 }], right);
}

/** Blocks of the same index are one; all stand in the order of their indexes. */
function joinBlocks(left: readonly Block[], right: readonly Block[]): Block[] {
  const blocks = [...left];
  for (const block of right) {
    const at = blocks.findLastIndex((earlier) => isSame(earlier, block));
    const earlier = blocks[at];
    if (earlier) blocks[at] = joinBlock(earlier, block);
    else blocks.splice(placeOf(block, blocks), 0, block);
  }
  return blocks;
}

function isSame(earlier: Block, later: Block): boolean {
  return later.index !== undefined && earlier.index === later.index && earlier.type === later.type;
}

function placeOf({ index }: Block, blocks: readonly Block[]): number {
  if (typeof index !== 'number') return blocks.length;
  const before = blocks.findLastIndex(
    (block) => typeof block.index !== 'number' || block.index <= index,
  );
  return before + 1;
}

function joinBlock(earlier: Block, later: Block): Block {
  const joined: Block = { ...earlier };
  for (const [name, value] of Object.entries(later)) {
    const had = joined[name];
    if (JOINED.has(name) && typeof had === 'string' && typeof value === 'string') {
      joined[name] = had + value;
    } else if (name === 'annotations' && Array.isArray(had) && Array.isArray(value)) {
      joined[name] = [...had, ...value];
    } else if (name === 'extras') {
      joined[name] = joinExtras(had as Extra | undefined, value as Extra);
    } else {
      joined[name] = value;
    }
  }
  return joined;
}

/** Later words of a protocol over its earlier ones. */
export function joinExtras(earlier: Extra | undefined, later: Extra): Extra {
  const joined: Extra = { ...earlier };
  for (const [protocol, words] of Object.entries(later) as [keyof Extra, Extra[keyof Extra]][]) {
    if (isJsonObject(words)) joined[protocol] = { ...joined[protocol], ...words };
  }
  return joined;
}

function joinCalls(
  left: readonly ToolCallChunk[],
  right: readonly ToolCallChunk[],
): readonly ToolCallChunk[] {
  if (right.length === 0) return left;
  const calls = [...left];
  for (const call of right) {
    const at = calls.findLastIndex(({ index }) => index === call.index);
    const earlier = calls[at];
    if (earlier) calls[at] = { ...earlier, args: (earlier.args ?? '') + (call.args ?? '') };
    else calls.push(call);
  }
  return calls;
}

/** Indexes are for joining; there is nothing to join any more. */
function withoutIndexes(content: Content): Content {
  if (typeof content === 'string') return content;
  return content.map(({ index: _, ...block }) => block as Block);
}
