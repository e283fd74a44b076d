import type { MessageContent } from '@langchain/core/messages';
import type { ToolCallChunk } from '@langchain/core/messages/tool';
import type { ChatGenerationChunk } from '@langchain/core/outputs';
import type { ChatResult, Extra, ReplyEvent, ToolCallPart } from '@ofoxai/core';
import {
  type Block,
  parseArguments,
  writeCitation,
  writeExtras,
  writeSignature,
} from './content-block.ts';
import { ReplyChunk } from './reply-chunk.ts';
import { unspokenRefusal, writePart } from './reply-content.ts';
import { ReplyPiece } from './reply-piece.ts';
import { MODEL_PROVIDER, type RequestFacts, responseMetadata } from './response-metadata.ts';
import { usageMetadata } from './usage-metadata.ts';

/**
 * Turns the events of one answer into chunks. As long as the answer is a text and plain tool calls,
 * the chunks' content is strings; from the first thing that a string cannot say, it is blocks.
 */
export class ChunkWriter {
  #id: string | undefined;
  #isPlain = true;
  readonly #calls = new Map<number, ToolCallPart>();
  /** Calls that are complete but not told as blocks, as none were needed so far. */
  readonly #untold: [number, ToolCallPart][] = [];

  /** @returns the chunk that the event makes, if any. */
  write(event: ReplyEvent): ChatGenerationChunk | undefined {
    switch (event.type) {
      case 'start':
        this.#id = event.id;
        return undefined;
      case 'text': {
        const { index, text, signature, extra } = event;
        if (this.#isPlain && index === 0 && !signature && !extra) {
          return text === '' ? undefined : this.#chunk(text, text);
        }
        if (text === '' && !signature && !extra) return undefined;
        const besides = { ...writeSignature(signature), ...writeExtras(extra) };
        return this.#blocks({ type: 'text', text, index, ...besides }, text);
      }
      case 'refusal': {
        const { index, text, extra } = event;
        return this.#blocks({ type: 'refusal', refusal: text, index, ...writeExtras(extra) });
      }
      case 'reasoning': {
        const { index, text, signature, redacted, extra } = event;
        return this.#blocks({
          type: 'reasoning',
          reasoning: text,
          index,
          ...(redacted ? { redacted } : {}),
          ...writeSignature(signature),
          ...writeExtras(extra),
        });
      }
      case 'tool-call-start': {
        const { index, id, name, signature, extra } = event;
        const call: ToolCallPart = { type: 'tool-call', id, name, arguments: '' };
        if (signature) call.signature = signature;
        if (extra) call.extra = extra;
        this.#calls.set(index, call);
        return this.#callChunk({ type: 'tool_call_chunk', index, id, name, args: '' });
      }
      case 'tool-call-delta': {
        const call = this.#calls.get(event.index);
        if (call) call.arguments += event.arguments;
        return this.#callChunk({
          type: 'tool_call_chunk',
          index: event.index,
          args: event.arguments,
        });
      }
      case 'tool-call-end':
        return this.#endCall(event);
      case 'media':
      case 'opaque':
        return this.#blocks({ ...writePart(event.part), index: event.index });
      case 'citation': {
        const annotations = [writeCitation(event.citation)];
        return this.#blocks({ type: 'text', text: '', annotations, index: event.index });
      }
      default:
        return undefined;
    }
  }

  /** The last chunk: it alone carries usage and metadata, which LangChain would otherwise add up. */
  end(result: ChatResult, facts: RequestFacts): ChatGenerationChunk {
    const refusal = unspokenRefusal(result);
    const metadata = responseMetadata(result, result.response, facts);
    const message = new ReplyChunk(
      {
        content: (refusal ? this.#told(refusal) : '') as MessageContent,
        id: result.id,
        response_metadata: metadata,
        usage_metadata: usageMetadata(result.usage),
      },
      true,
    );
    return new ReplyPiece(message, '');
  }

  #endCall({
    index,
    signature,
  }: Extract<ReplyEvent, { type: 'tool-call-end' }>): ChatGenerationChunk | undefined {
    const call = this.#calls.get(index);
    if (!call) return undefined;
    if (call.arguments === '') call.arguments = '{}';
    if (signature) call.signature = signature;
    const isPlain = !call.signature && !call.extra && parseArguments(call.arguments) !== undefined;
    if (this.#isPlain && isPlain) {
      this.#untold.push([index, call]);
      return undefined;
    }
    return this.#blocks({ ...writePart(call), index });
  }

  /** The block, after those that it is now necessary to tell. */
  #told(block: Block): Block[] {
    this.#isPlain = false;
    const untold = this.#untold.splice(0).map(([index, call]) => ({ ...writePart(call), index }));
    return [...untold, block];
  }

  #blocks(block: Block & { extras?: Extra }, text = ''): ChatGenerationChunk {
    return this.#chunk(this.#told(block), text);
  }

  #callChunk(call: ToolCallChunk): ChatGenerationChunk {
    return this.#chunk('', '', [call]);
  }

  #chunk(content: string | Block[], text: string, calls?: ToolCallChunk[]): ChatGenerationChunk {
    const message = new ReplyChunk({
      content: content as MessageContent,
      response_metadata: { model_provider: MODEL_PROVIDER },
      id: this.#id,
      tool_call_chunks: calls,
    });
    return new ReplyPiece(message, text);
  }
}
