import { OfoxError } from '@ofoxai/core';
import type { Clock } from '../clock.ts';
import type { Exchange } from './exchange.ts';

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

  /** Whether the status and headers have gone out. */
  get opened(): boolean {
    return this.#exchange.response.headersSent;
  }

  end(text: string): void {
    this.#stopHeartbeats();
    this.#pending += text;
    const { response } = this.#exchange;
    if (!response.headersSent) response.writeHead(200, this.#open());
    response.end(this.#pending);
    this.#pending = '';
  }

  /** Writes what tells of the failure, then breaks the connection: this is no proper end. */
  break(text: string): void {
    this.#stopHeartbeats();
    const { response } = this.#exchange;
    if (response.destroyed) return;
    response.write(this.#pending + text, () => response.socket?.destroySoon());
    this.#pending = '';
  }

  /** Gives up without having written anything. */
  cancel(): void {
    this.#stopHeartbeats();
  }

  readonly #flush = (): void => {
    this.#scheduled = false;
    const text = this.#pending;
    if (text === '') return;
    this.#pending = '';
    const { response } = this.#exchange;
    if (response.destroyed) return;
    if (!response.headersSent) response.writeHead(200, this.#open());
    this.#wrote = true;
    if (!response.write(text)) this.#drained ??= this.#drain();
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
    if (!this.#wrote) {
      this.#pending = this.#heartbeat;
      this.#flush();
    }
    this.#wrote = false;
  }
}
