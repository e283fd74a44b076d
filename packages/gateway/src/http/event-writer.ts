import type { ServerResponse } from 'node:http';
import { OfoxError } from '@ofoxai/core';
import type { Clock } from '../clock.ts';
import type { Exchange } from './exchange.ts';
import { endStalled } from './stall.ts';

const HEARTBEAT_MS = 15_000;
/** A reader who takes nothing for this many heartbeats is given up. */
const PATIENCE = 8;
const BATCH_LENGTH = 32_768;

/**
 * Writes a streamed answer. Whatever comes within one turn of the event loop goes out in one write;
 * a slow reader makes {@link ready} wait instead of filling memory; a long silence is broken by
 * heartbeats, which also start an answer that is long in coming.
 */
export class EventWriter {
  readonly #exchange: Exchange;
  readonly #heartbeat: string;
  readonly #stopHeartbeats: () => void;
  readonly #open: () => string[];
  #pending = '';
  #scheduled = false;
  #wrote = false;
  #silentBeats = 0;
  #drained: Promise<void> | undefined;

  /**
   * @param open gives the headers at the moment when the first byte goes out.
   * @param heartbeat what may be written at any time between two events; empty when nothing may.
   */
  constructor(exchange: Exchange, clock: Clock, heartbeat: string, open: () => string[]) {
    this.#exchange = exchange;
    this.#heartbeat = heartbeat;
    this.#open = open;
    this.#stopHeartbeats = clock.every(HEARTBEAT_MS, () => this.#beat());
  }

  write(text: string): void {
    if (text === '') return;
    this.#pending += text;
    if (this.#pending.length >= BATCH_LENGTH) {
      this.#flush();
    } else if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(this.#flush);
    }
  }

  /** Resolves when more may be written; `undefined` when that is now. */
  get ready(): Promise<void> | undefined {
    return this.#drained;
  }

  end(text: string): void {
    this.stop();
    endStalled(this.#opened().end(this.#taken() + text));
  }

  /** Writes what tells of the failure, then breaks the connection: this is no proper end. */
  break(text: string): void {
    this.stop();
    const response = this.#opened();
    response.write(this.#taken() + text, () => response.socket?.destroySoon());
    endStalled(response);
  }

  /** Ends the heartbeats, as nothing more will be written here. */
  stop(): void {
    this.#stopHeartbeats();
  }

  /** The response, with its head on the way. */
  #opened(): ServerResponse {
    const { response } = this.#exchange;
    if (!response.headersSent) response.writeHead(200, this.#open());
    return response;
  }

  /** What is still to be written, which is now the taker's to write. */
  #taken(): string {
    const text = this.#pending;
    this.#pending = '';
    return text;
  }

  readonly #flush = (): void => {
    this.#scheduled = false;
    const text = this.#taken();
    if (text === '' || this.#exchange.response.destroyed) return;
    this.#wrote = true;
    if (!this.#opened().write(text)) this.#drained ??= this.#drain();
  };

  #drain(): Promise<void> {
    const { response } = this.#exchange;
    return new Promise((resolve) => {
      const go = () => {
        response.off('drain', go);
        response.off('close', go);
        this.#drained = undefined;
        resolve();
      };
      response.on('drain', go);
      response.on('close', go);
    });
  }

  #beat(): void {
    if (this.#drained) {
      this.#silentBeats += 1;
      if (this.#silentBeats >= PATIENCE) {
        this.#exchange.abort(new OfoxError('aborted', 'The caller stopped reading.'));
        this.#exchange.response.destroy();
      }
      return;
    }
    this.#silentBeats = 0;
    if (!this.#wrote && this.#pending === '') {
      this.#pending = this.#heartbeat;
      this.#flush();
    }
    this.#wrote = false;
  }
}
