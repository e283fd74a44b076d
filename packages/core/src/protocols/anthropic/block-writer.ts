import { isJsonObject, type JsonObject } from '../../json.ts';
import type { ReplyEvent } from '../../reply.ts';
import { writeSignature } from '../../signature.ts';
import { writeCitation } from './citations.ts';
import { replyBlocks, textBlock, toolUseBlock } from './reply-blocks.ts';
import { signatureBlock, thinkingBlock } from './thinking.ts';

type PartEvent = Extract<ReplyEvent, { index: number }>;

interface OpenPart {
  /** The part's number in the answer; its block has another one. */
  part: number;
  kind: 'text' | 'reasoning' | 'tool-call';
  /** What stands before the JSON text of a delta. */
  head: string;
}

const FIELD = {
  text: '"text_delta","text":',
  reasoning: '"thinking_delta","thinking":',
  'tool-call': '"input_json_delta","partial_json":',
} as const;

/**
 * Writes the blocks of a streamed message, strictly one after another and numbered without gaps, as
 * the SDKs demand. What belongs to another part while a tool call is open waits until it has ended.
 */
export class BlockWriter {
  hasRefusal = false;
  #blocks = 0;
  #open: OpenPart | undefined;
  readonly #waiting = new Map<number, PartEvent[]>();

  push(event: PartEvent): string {
    const open = this.#open;
    if (open?.kind !== 'tool-call') return this.#write(event);
    if (open.part !== event.index) {
      const waiting = this.#waiting.get(event.index);
      if (waiting) waiting.push(event);
      else this.#waiting.set(event.index, [event]);
      return '';
    }
    const told = this.#write(event);
    return this.#open ? told : told + this.#drain();
  }

  /** Ends the block that is open, and writes what waited. */
  closeAll(): string {
    let told = this.#close();
    while (this.#waiting.size > 0) told += this.#drain() + this.#close();
    return told;
  }

  #drain(): string {
    let told = '';
    for (const [part, events] of this.#waiting) {
      if (this.#open?.kind === 'tool-call') return told;
      this.#waiting.delete(part);
      for (const event of events) told += this.#write(event);
    }
    return told;
  }

  #write(event: PartEvent): string {
    const open = this.#open;
    if (open?.part === event.index) return this.#goOn(open, event);
    return this.#close() + this.#begin(event);
  }

  #begin(event: PartEvent): string {
    switch (event.type) {
      case 'text':
      case 'refusal': {
        if (event.type === 'refusal') this.hasRefusal = true;
        const sign = 'signature' in event && event.signature;
        const before = sign ? this.#whole(signatureBlock(sign)) : '';
        const start = this.#start(event.index, 'text', textBlock('', event.extra));
        return before + start + this.#delta(event.text);
      }
      case 'reasoning': {
        const { type, index, text, signature, redacted, extra } = event;
        const rest = extra ? { extra } : {};
        if (redacted) {
          const sign = signature ? { signature } : {};
          return this.#whole(thinkingBlock({ type, text, redacted, ...sign, ...rest }));
        }
        const start = this.#start(index, 'reasoning', thinkingBlock({ type, text: '', ...rest }));
        return start + this.#goOn(this.#open, event);
      }
      case 'tool-call-start': {
        const before = event.signature ? this.#whole(signatureBlock(event.signature)) : '';
        const block = toolUseBlock(event.id, event.name, event.extra);
        return before + this.#start(event.index, 'tool-call', block);
      }
      case 'media':
      case 'opaque':
        return replyBlocks(event.part)
          .map((block) => this.#whole(block))
          .join('');
      case 'citation':
        return this.#start(event.index, 'text', textBlock('', undefined)) + this.#cite(event);
      default:
        return '';
    }
  }

  #goOn(open: OpenPart | undefined, event: PartEvent): string {
    switch (event.type) {
      case 'text':
        if ('signature' in event) return this.#close() + this.#begin(event);
        return this.#delta(event.text);
      case 'refusal':
        return this.#delta(event.text);
      case 'tool-call-delta':
        return open?.kind === 'tool-call' ? this.#delta(event.arguments) : '';
      case 'tool-call-end':
        return open?.kind === 'tool-call' ? this.#close() : '';
      case 'reasoning': {
        if (event.redacted) return this.#close() + this.#begin(event);
        const told = this.#delta(event.text);
        if (!event.signature) return told;
        const signature = writeSignature(event.signature, 'anthropic');
        return told + this.#other({ type: 'signature_delta', signature });
      }
      case 'citation':
        return this.#cite(event);
      default:
        return '';
    }
  }

  #cite({ citation }: Extract<PartEvent, { type: 'citation' }>): string {
    return this.#other({ type: 'citations_delta', citation: writeCitation(citation) });
  }

  #delta(text: string): string {
    if (text === '' || !this.#open) return '';
    return `${this.#open.head}${JSON.stringify(text)}}}\n\n`;
  }

  #other(delta: JsonObject): string {
    const index = this.#blocks - 1;
    return frame('content_block_delta', { type: 'content_block_delta', index, delta });
  }

  #start(part: number, kind: OpenPart['kind'], block: JsonObject): string {
    const index = this.#blocks++;
    const head = `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":{"type":${FIELD[kind]}`;
    this.#open = { part, kind, head };
    return frame('content_block_start', {
      type: 'content_block_start',
      index,
      content_block: block,
    });
  }

  #close(): string {
    if (!this.#open) return '';
    this.#open = undefined;
    return this.#stop();
  }

  #stop(): string {
    const index = this.#blocks - 1;
    return frame('content_block_stop', { type: 'content_block_stop', index });
  }

  /**
   * A block in one go. What SDKs know to come in pieces does: the input of a provider's tool, the
   * text of a compaction, the signature of a thought.
   */
  #whole(block: JsonObject): string {
    const { start, delta } = inPieces(block);
    const index = this.#blocks++;
    const opened = frame('content_block_start', {
      type: 'content_block_start',
      index,
      content_block: start,
    });
    return opened + (delta ? this.#other(delta) : '') + this.#stop();
  }
}

function inPieces(block: JsonObject): { start: JsonObject; delta?: JsonObject } {
  const { type, input, content, signature } = block;
  if (isJsonObject(input) && Object.keys(input).length > 0) {
    const partial_json = JSON.stringify(input);
    return {
      start: { ...block, input: {} },
      delta: { type: 'input_json_delta', partial_json },
    };
  }
  if (type === 'compaction' && typeof content === 'string') {
    return { start: { ...block, content: null }, delta: { type: 'compaction_delta', content } };
  }
  if (type === 'thinking' && typeof signature === 'string') {
    return {
      start: { ...block, signature: '' },
      delta: { type: 'signature_delta', signature },
    };
  }
  return { start: block };
}

/** One event; the SDKs pass over those whose name is not on a line of its own. */
export function frame(name: string, data: JsonObject): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
