import type { OfoxError, Usage, Warning } from '@ofoxai/core';

/** A whole answer, in the words of the caller's protocol. */
export interface WholeAnswer {
  /** JSON text. */
  readonly body: Buffer | string;
  /** What the characters of the body stand for, where it is a text; `utf8` when absent. */
  readonly coding?: TextCoding;
  /** The model that answered, as the catalogue names it. */
  readonly model: string;
  readonly usage?: Usage;
  /** How many images it holds, where that is what is paid for. */
  readonly images?: number;
  readonly warnings: readonly Warning[];
}

/** A streamed answer that has begun to say something: nothing can take its place any more. */
export interface StreamAnswer {
  readonly model: string;
  readonly warnings: readonly Warning[];
  /** Starts the flow; to be called once. */
  pipe(sink: StreamSink): void;
}

/** `latin1`: each character of the text stands for a byte. */
export type TextCoding = 'utf8' | 'latin1';

/** Takes a streamed answer, in the words of the caller's protocol. */
export interface StreamSink {
  /** @returns whether there is room for more; when there is none, {@link whenRoom} tells later. */
  write(text: string, coding: TextCoding): boolean;
  /** Calls back once, when there is room again. */
  whenRoom(callback: () => void): void;
  /** The answer is complete. */
  end(text: string, usage: Usage | undefined): void;
  /** The answer broke. @param text what tells so; empty when that has been told. */
  fail(error: OfoxError, text: string, usage: Usage | undefined): void;
}
