import {
  type ChatResult,
  type MediaPart,
  OfoxError,
  type Reply,
  type ReplyEvent,
  type ReplyStream,
} from '@ofoxai/core';
import { signal } from '@preact/signals';
import type { WireRecord } from '../state/recording-client.ts';
import { TextBlocks } from '../text/text-blocks.ts';

/** A part of an answer while it comes. */
export type LivePart =
  | { kind: 'text' | 'refusal'; blocks: TextBlocks }
  | { kind: 'reasoning'; blocks: TextBlocks; isSigned: boolean; isWithheld: boolean }
  | { kind: 'tool-call'; id: string; name: string; arguments: string; isComplete: boolean }
  | { kind: 'media'; part: MediaPart }
  | { kind: 'opaque'; by: string };

/** How far an answer is. */
export type Progress = 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';

/**
 * An answer that is being written. It changes with every event, and {@link LiveReply.version} tells
 * of it at most once a frame, so that the speed of the model does not matter to the screen.
 */
export class LiveReply {
  readonly version = signal(0);
  readonly parts: LivePart[] = [];
  progress: Progress = 'waiting';
  /** Who answers, once it is known. */
  model: string | undefined;
  /** The whole answer; after a break as far as it came. */
  reply: Reply | undefined;
  result: ChatResult | undefined;
  error: unknown;
  record: WireRecord | undefined;
  /** Milliseconds from the request. */
  firstOutputMs: number | undefined;
  totalMs: number | undefined;
  readonly #startedAt = performance.now();
  #frame = 0;

  /**
   * Reads a stream to its end, whatever that is; it never throws.
   * @param open may throw as well: an input that no protocol can say is refused at once.
   */
  async read(open: () => ReplyStream): Promise<void> {
    let stream: ReplyStream | undefined;
    try {
      stream = open();
      for await (const event of stream) {
        this.#push(event);
        this.#frame ||= requestAnimationFrame(() => this.#tell());
      }
      this.result = await stream.final();
      this.reply = this.result;
      this.progress = 'done';
    } catch (error) {
      this.error = error;
      this.reply = stream?.partial();
      this.progress = OfoxError.is(error) && error.kind === 'aborted' ? 'stopped' : 'failed';
    }
    this.totalMs = performance.now() - this.#startedAt;
    cancelAnimationFrame(this.#frame);
    this.#tell();
  }

  /** The answer's text without its thoughts, as far as it came. */
  text(): string {
    return this.parts.map((part) => (part.kind === 'text' ? part.blocks.text() : '')).join('');
  }

  get calls(): Extract<LivePart, { kind: 'tool-call' }>[] {
    return this.parts.filter((part) => part?.kind === 'tool-call');
  }

  get isOver(): boolean {
    return this.progress !== 'waiting' && this.progress !== 'streaming';
  }

  #tell(): void {
    this.#frame = 0;
    this.version.value += 1;
  }

  #push(event: ReplyEvent): void {
    if (event.type === 'start') this.model = event.model;
    if (!('index' in event)) return;
    this.progress = 'streaming';
    this.firstOutputMs ??= performance.now() - this.#startedAt;
    const part = this.parts[event.index];
    switch (event.type) {
      case 'text':
      case 'refusal':
        if (part?.kind === event.type) part.blocks.push(event.text);
        else this.parts[event.index] = { kind: event.type, blocks: begun(event.text) };
        return;
      case 'reasoning': {
        const isSigned = event.signature !== undefined;
        const isWithheld = event.redacted === true;
        if (part?.kind === 'reasoning') {
          part.blocks.push(event.text);
          part.isSigned ||= isSigned;
          part.isWithheld ||= isWithheld;
          return;
        }
        const blocks = begun(event.text);
        this.parts[event.index] = { kind: 'reasoning', blocks, isSigned, isWithheld };
        return;
      }
      case 'tool-call-start': {
        const { id, name } = event;
        const empty = { arguments: '', isComplete: false };
        this.parts[event.index] = { kind: 'tool-call', id, name, ...empty };
        return;
      }
      case 'tool-call-delta':
        if (part?.kind === 'tool-call') part.arguments += event.arguments;
        return;
      case 'tool-call-end':
        if (part?.kind === 'tool-call') part.isComplete = true;
        return;
      case 'media':
        this.parts[event.index] = { kind: 'media', part: event.part };
        return;
      case 'opaque':
        this.parts[event.index] = { kind: 'opaque', by: event.part.by };
    }
  }
}

function begun(text: string): TextBlocks {
  const blocks = new TextBlocks();
  blocks.push(text);
  return blocks;
}
