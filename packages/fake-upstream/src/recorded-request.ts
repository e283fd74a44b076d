import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { JsonValue, ProtocolName } from '@ofoxai/core';
import { type Endpoint, endpointOf } from './endpoint.ts';
import { isObject, parseJson } from './json.ts';

/** How an answer ended: whole, broken off by the script or the server, or left by the client. */
export type Ending = 'answered' | 'cut' | 'aborted';

/** What of Node's own request is kept. */
export type RequestHead = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>;

/** A request that arrived whole, and what became of its answer. */
export class RecordedRequest {
  /** Counts from 1 in the order of arrival. */
  readonly number: number;
  /** Milliseconds since the epoch at which the last byte of the request was read. */
  readonly at = Date.now();
  readonly method: string;
  /** The path without the query, as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
  readonly endpoint: Endpoint | undefined;
  /** Resolves when the answer is over, however it ended. */
  readonly closed: Promise<Ending>;
  /** Resolves when the client's slowness first stopped the answer; never if it did not. */
  readonly stalled: Promise<void>;
  /** Bytes of the answer's body that the kernel has taken. */
  bytesWritten = 0;
  /** How many writes had to wait for the client to read. */
  stalls = 0;

  #ending: Ending | undefined;
  #close: (ending: Ending) => void = () => {};
  #stall: () => void = () => {};
  #text: string | undefined;
  #json: { value: JsonValue | undefined } | undefined;

  constructor(number: number, message: RequestHead, body: Uint8Array) {
    const url = new URL(message.url ?? '/', 'http://upstream');
    this.number = number;
    this.method = message.method ?? 'GET';
    this.path = url.pathname;
    this.query = url.searchParams;
    this.headers = message.headers;
    this.rawHeaders = message.rawHeaders;
    this.body = body;
    this.endpoint = endpointOf(this.method, this.path, this.headers);
    this.closed = new Promise((resolve) => {
      this.#close = resolve;
    });
    this.stalled = new Promise((resolve) => {
      this.#stall = resolve;
    });
  }

  /** The body as UTF-8. */
  get text(): string {
    this.#text ??= new TextDecoder().decode(this.body);
    return this.#text;
  }

  /** The body as JSON, or nothing if it is none. */
  get json(): JsonValue | undefined {
    this.#json ??= { value: parseJson(this.text) };
    return this.#json.value;
  }

  /** The protocol of the path; OpenAI's where the path tells none. */
  get protocol(): ProtocolName {
    return this.endpoint?.protocol ?? 'openai';
  }

  /** The model that is asked for, in the path or in the body. */
  get model(): string | undefined {
    return this.endpoint?.model ?? stringField(this.json, 'model');
  }

  /** Whether a stream is asked for, by the path or in the body. */
  get stream(): boolean {
    if (this.endpoint?.stream === true) return true;
    return isObject(this.json) && this.json.stream === true;
  }

  /** Whether the client went away before the answer was over. */
  get aborted(): boolean {
    return this.#ending === 'aborted';
  }

  /** How the answer ended, once it has. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Tells how the answer ended; only the first word counts. */
  close(ending: Ending): void {
    this.#ending ??= ending;
    this.#close(this.#ending);
  }

  /** Tells that a write had to wait for the client. */
  stall(): void {
    this.stalls += 1;
    this.#stall();
  }
}

function stringField(json: JsonValue | undefined, name: string): string | undefined {
  const value = isObject(json) ? json[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
