import type { ChatModelStreamEvent, FinishReason } from '@langchain/core/language_models/event';
import type { ContentBlock } from '@langchain/core/messages';
import type { AssistantPart, ChatResult, ReplyEvent, ToolCallPart } from '@ofoxai/core';
import { type Block, writeCitation, writeExtras, writeSignature } from './content-block.ts';
import { joinExtras } from './reply-chunk.ts';
import { isEmpty, unspokenRefusal, writePart } from './reply-content.ts';
import { type RequestFacts, responseMetadata } from './response-metadata.ts';
import { usageMetadata } from './usage-metadata.ts';

/** LangChain's reasons that are called the same in `response_metadata.finish_reason`. */
const SAME_REASONS: readonly string[] = [
  'stop',
  'length',
  'content_filter',
] satisfies FinishReason[];

/** Turns the events of one answer into those of LangChain's stream protocol. */
export class EventWriter {
  readonly #open = new Map<number, Block>();
  readonly #calls = new Map<number, ToolCallPart>();
  readonly #finished = new Set<number>();

  *write(event: ReplyEvent): Generator<ChatModelStreamEvent> {
    switch (event.type) {
      case 'start':
        yield { event: 'message-start', id: event.id };
        return;
      case 'text': {
        const { index, text } = event;
        if (text === '' && !event.signature && !event.extra) return;
        if (!this.#open.has(index)) yield this.#start(index, { type: 'text', text: '' });
        if (text !== '')
          yield { event: 'content-block-delta', index, delta: { type: 'text-delta', text } };
        yield* this.#besides(index, event);
        return;
      }
      case 'reasoning': {
        const { index, text, redacted } = event;
        if (!this.#open.has(index)) {
          const flag = redacted ? { redacted } : {};
          yield this.#start(index, { type: 'reasoning', reasoning: '', ...flag });
        }
        if (text !== '') {
          const delta = { type: 'reasoning-delta' as const, reasoning: text };
          yield { event: 'content-block-delta', index, delta };
        }
        yield* this.#besides(index, event);
        return;
      }
      case 'refusal': {
        const { index, text } = event;
        const had = this.#open.get(index);
        if (!had) yield this.#start(index, { type: 'refusal', refusal: '' });
        yield this.#update(index, { refusal: String(had?.refusal ?? '') + text });
        yield* this.#besides(index, event);
        return;
      }
      case 'citation': {
        const { index } = event;
        if (!this.#open.has(index)) yield this.#start(index, { type: 'text', text: '' });
        const had = this.#open.get(index)?.annotations;
        const annotations = [...(Array.isArray(had) ? had : []), writeCitation(event.citation)];
        yield this.#update(index, { annotations });
        return;
      }
      case 'tool-call-start': {
        const { index, id, name, signature, extra } = event;
        const call: ToolCallPart = { type: 'tool-call', id, name, arguments: '' };
        if (signature) call.signature = signature;
        if (extra) call.extra = extra;
        this.#calls.set(index, call);
        yield this.#start(index, { type: 'tool_call_chunk', id, name, args: '', index });
        return;
      }
      case 'tool-call-delta': {
        const { index, arguments: args } = event;
        const call = this.#calls.get(index);
        if (call) call.arguments += args;
        yield { event: 'content-block-delta', index, delta: { type: 'tool-call-delta', args } };
        return;
      }
      case 'tool-call-end': {
        const call = this.#calls.get(event.index);
        if (!call) return;
        if (call.arguments === '') call.arguments = '{}';
        if (event.signature) call.signature = event.signature;
        yield this.#finish(event.index, writePart(call));
        return;
      }
      case 'media':
      case 'opaque': {
        const block = writePart(event.part);
        yield this.#start(event.index, block);
        yield this.#finish(event.index, block);
      }
    }
  }

  /** What is left to say when the answer is complete. Late facts may come to any text until then. */
  *end(result: ChatResult, facts: RequestFacts): Generator<ChatModelStreamEvent> {
    const { content, finish, response } = result;
    for (const [index, part] of content.entries()) {
      if (this.#finished.has(index) || isEmpty(part)) continue;
      yield this.#finish(index, writePart(part));
    }
    const refusal = unspokenRefusal(result);
    if (refusal) {
      yield this.#start(content.length, refusal);
      yield this.#finish(content.length, refusal);
    }
    const usage = usageMetadata(result.usage);
    yield {
      event: 'message-finish',
      // LangChain puts another word over `finish_reason`; without one, ours stays.
      ...(SAME_REASONS.includes(finish.reason) ? { reason: finish.reason as FinishReason } : {}),
      ...(usage ? { usage } : {}),
      responseMetadata: responseMetadata(result, response, facts),
    };
  }

  #start(index: number, content: Block): ChatModelStreamEvent {
    this.#open.set(index, content);
    return { event: 'content-block-start', index, content: content as ContentBlock };
  }

  #finish(index: number, content: Block): ChatModelStreamEvent {
    this.#finished.add(index);
    return { event: 'content-block-finish', index, content: content as ContentBlock };
  }

  /** Fields that replace what the block had. */
  #update(index: number, fields: Record<string, unknown>): ChatModelStreamEvent {
    const block = this.#open.get(index) ?? { type: 'text' };
    this.#open.set(index, { ...block, ...fields });
    const delta = { type: 'block-delta' as const, fields: { type: block.type, ...fields } };
    return { event: 'content-block-delta', index, delta };
  }

  *#besides(
    index: number,
    { signature, extra }: Pick<AssistantPart & { type: 'text' }, 'signature' | 'extra'>,
  ): Generator<ChatModelStreamEvent> {
    if (!signature && !extra) return;
    const had = this.#open.get(index)?.extras as typeof extra;
    const extras = extra && joinExtras(had, extra);
    yield this.#update(index, { ...writeSignature(signature), ...writeExtras(extras) });
  }
}
