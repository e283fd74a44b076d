import type { ServerResponse } from 'node:http';
import { OfoxError } from '@ofoxai/core';
import type { Clock } from '../clock.ts';
import type { Exchange } from './exchange.ts';
import { endStalled } from './stall.ts';

const HEARTBEAT_MS = 15_000;
/** A reader who takes nothing for this many heartbeats is given up. */
const PATIENCE = 8;

/**
 * Writes a streamed answer. A long silence is broken by heartbeats, which also start an answer that
 * is long in coming.
 */
export class EventWriter {
  readonly #exchange: Exchange;
  readonly #heartbeat: string;
  readonly #stopHeartbeats: () => void;
  readonly #open: () => string[];
  #wrote = false;
  #isFull = false;
  #silentBeats = 0;
  #room: (() => void) | undefined;

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

  /** @returns whether there is room for more; {@link whenRoom} tells when there is again. */
  write(text: string, coding: BufferEncoding): boolean {
    if (text === '' || this.#exchange.response.destroyed) return true;
    this.#wrote = true;
    const response = this.#opened();
    if (response.write(text, coding)) return true;
    if (!this.#isFull) {
      this.#isFull = true;
      response.once('drain', this.#drained);
    }
    return false;
  }

  /** Calls back once, when there is room again or nobody to read. */
  whenRoom(callback: () => void): void {
    this.#room = callback;
    this.#exchange.response.once('close', this.#drained);
  }

  end(text: string): void {
    this.stop();
    endStalled(this.#opened().end(text));
  }

  /** Writes what tells of the failure, then breaks the connection: this is no proper end. */
  break(text: string): void {
    this.stop();
    const response = this.#opened();
    if (text === '') response.socket?.destroySoon();
    else response.write(text, () => response.socket?.destroySoon());
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

  readonly #drained = (): void => {
    const { response } = this.#exchange;
    response.off('drain', this.#drained);
    response.off('close', this.#drained);
    this.#isFull = false;
    const room = this.#room;
    this.#room = undefined;
    room?.();
  };

  #beat(): void {
    if (this.#isFull) {
      this.#silentBeats += 1;
      if (this.#silentBeats >= PATIENCE) {
        this.#exchange.abort(new OfoxError('aborted', 'The caller stopped reading.'));
        this.#exchange.response.destroy();
      }
      return;
    }
    this.#silentBeats = 0;
    if (!this.#wrote) this.write(this.#heartbeat, 'utf8');
    this.#wrote = false;
  }
}
