import {
  type EncodedRequest,
  type JsonValue,
  OfoxError,
  type Protocol,
  protocols,
} from '@ofoxai/core';
import type { UpstreamAnswer } from './call.ts';
import type { CallBase } from './chat-call.ts';
import { CannotCarry, type NodeRoute } from './node.ts';
import type { NodeConfig } from './node-config.ts';
import type { Peer } from './peer.ts';
import { readWhole } from './read-whole.ts';
import { type UpstreamRequest, UpstreamTransport } from './transport.ts';
import { upstreamError } from './upstream-error.ts';
import { commonHeaders, writtenHeaders } from './upstream-headers.ts';

/** The most that is taken of an answer in one piece; images travel in one. */
export const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/** The line to one provider: sends requests in its words, and reads what it answers. */
export class UpstreamLine {
  readonly name: string;
  readonly peer: Peer;
  readonly protocol: Protocol;
  /** That all requests have in common. */
  readonly headers: string[];
  readonly #config: NodeConfig;
  #transport: UpstreamTransport | undefined;

  constructor(config: NodeConfig) {
    this.name = config.name;
    this.#config = config;
    const { protocol: scheme, hostname, port } = new URL(config.baseUrl);
    this.peer = {
      protocol: config.protocol,
      address: hostname,
      port: Number(port) || (scheme === 'https:' ? 443 : 80),
    };
    this.protocol = protocols[config.protocol];
    this.headers = commonHeaders(config.protocol, config.key, config.headers);
  }

  /** Runs an encoder with what this provider understands. @throws CannotCarry when it cannot say it. */
  encode(write: (options: { extensions: boolean }) => EncodedRequest): EncodedRequest {
    try {
      return write({ extensions: this.#config.extensions });
    } catch (error) {
      throw OfoxError.is(error) ? new CannotCarry(error) : error;
    }
  }

  /** A request as it was encoded. @param text its body, where it is not to be made of that. */
  written(
    { path, headers, body }: EncodedRequest,
    text: UpstreamRequest['body'] = JSON.stringify(body),
  ): UpstreamRequest {
    return {
      method: 'POST',
      path,
      headers: writtenHeaders(this.headers, headers),
      ...(text === undefined ? {} : { body: text }),
    };
  }

  /**
   * Sends a request. The answer may be a bad one: {@link refuse} says what it means.
   * @param wholeBytes the most bytes of a good answer that is waited for to its end.
   */
  send(call: CallBase, request: UpstreamRequest, wholeBytes?: number): Promise<UpstreamAnswer> {
    this.#transport ??= this.#connect();
    if (wholeBytes !== undefined) request.wholeBytes = wholeBytes;
    if (call.trace) request.headers = [...request.headers, ...call.trace.upstreamHeaders];
    return this.#transport.send(request, call.cancellation);
  }

  /** @throws OfoxError that tells what an answer means that is not good. */
  async refuse(answer: UpstreamAnswer, { model }: NodeRoute): Promise<never> {
    throw await upstreamError(answer, { protocol: this.protocol, node: this.name, model });
  }

  /** The answer's body; at once, where it has come whole already. */
  body(answer: UpstreamAnswer): Buffer | Promise<Buffer> {
    return readWhole(answer, MAX_ANSWER_BYTES);
  }

  /** Asks, and gives the answer parsed. @throws as {@link refuse} and {@link parse} do. */
  async ask(call: CallBase, route: NodeRoute, request: UpstreamRequest): Promise<JsonValue> {
    const answer = await this.send(call, request, MAX_ANSWER_BYTES);
    if (!isGood(answer)) return this.refuse(answer, route);
    return this.parse(await this.body(answer));
  }

  /** @throws OfoxError of kind `upstream` that tells what came in place of JSON. */
  parse(body: Buffer): JsonValue {
    const text = body.toString('utf8');
    try {
      return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as JsonValue;
    } catch {
      const what = describeBody(text);
      throw new OfoxError('upstream', `${this.name} answered with ${what}.`, { status: 502 });
    }
  }

  /** The text without the provider's key. */
  conceal(text: string): string {
    const { key } = this.#config;
    return key === undefined ? text : text.replaceAll(key, '[key]');
  }

  /** Lets calls end that are under way. */
  async close(): Promise<void> {
    await this.#transport?.close();
  }

  #connect(): UpstreamTransport {
    const { baseUrl, timeouts, connections } = this.#config;
    return new UpstreamTransport(this.name, new URL(baseUrl), timeouts, connections);
  }
}

/** Whether the upstream says that it has answered. */
export function isGood({ status }: UpstreamAnswer): boolean {
  return status >= 200 && status < 300;
}

function describeBody(text: string): string {
  const start = text.trimStart();
  if (start === '') return 'an empty body';
  return start.startsWith('<') ? 'a web page' : 'something that is not JSON';
}
