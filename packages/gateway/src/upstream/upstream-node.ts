import {
  type ChatRequest,
  type EncodedRequest,
  type JsonObject,
  type JsonValue,
  OfoxError,
  type Protocol,
  protocols,
  type Reply,
  type Warning,
} from '@ofoxai/core';
import type { Catalog } from '../catalog/catalog.ts';
import { readPrompt } from '../embedded/prompt.ts';
import type { StreamAnswer, WholeAnswer } from './answer.ts';
import type { UpstreamAnswer } from './call.ts';
import type { CallBase, ChatCall } from './chat-call.ts';
import { openCrossStream } from './cross-stream.ts';
import { JsonScanError } from './json-scan.ts';
import { CannotCarry, type Node, type NodeRoute, priced, type TokenCount } from './node.ts';
import { type NodeConfig, namedModels, servedModel } from './node-config.ts';
import { NodeRoutes } from './node-routes.ts';
import { passPath } from './pass-path.ts';
import { passReply } from './pass-reply.ts';
import { passRequest } from './pass-request.ts';
import { openPassStream } from './pass-stream.ts';
import type { Peer } from './peer.ts';
import { readWhole } from './read-whole.ts';
import { replyAnswer, wholeStream } from './reply-answer.ts';
import type { ResourceCall } from './resource-call.ts';
import { type UpstreamRequest, UpstreamTransport } from './transport.ts';
import { upstreamError } from './upstream-error.ts';
import { commonHeaders, passedHeaders, writtenHeaders } from './upstream-headers.ts';

/** The most that is taken of an answer in one piece; images travel in one. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

const NEEDED_HEADERS = {
  openai: {},
  anthropic: { 'anthropic-version': '2023-06-01' },
  gemini: {},
} as const;

/** With what signatures of other protocols, which only a translation can sort out, begin. */
const FOREIGN_SIGNATURE = '"ofox/';

/** A provider behind HTTP. */
export class UpstreamNode implements Node {
  readonly name: string;
  readonly ids: readonly string[];
  readonly peer: Peer;
  readonly #config: NodeConfig;
  readonly #protocol: Protocol;
  readonly #headers: string[];
  readonly #routes: NodeRoutes;
  #transport: UpstreamTransport | undefined;

  constructor(config: NodeConfig, catalog: Catalog) {
    this.name = config.name;
    this.#config = config;
    const { protocol: scheme, hostname, port } = new URL(config.baseUrl);
    this.peer = {
      protocol: config.protocol,
      address: hostname,
      port: Number(port) || (scheme === 'https:' ? 443 : 80),
    };
    this.#protocol = protocols[config.protocol];
    this.#headers = commonHeaders(config.protocol, config.key, config.headers);
    this.ids = namedModels(config);
    this.#routes = new NodeRoutes(this, config, catalog);
  }

  route(model: string): NodeRoute | undefined {
    return this.#routes.get(model, () => servedModel(this.#config, model));
  }

  isGuarded(): boolean {
    return true;
  }

  async reply(call: ChatCall, route: NodeRoute): Promise<WholeAnswer> {
    if (!this.#passes(call)) {
      const { written, request } = this.#translation(call, route);
      const body = this.#body(await this.#send(call, route, request, MAX_ANSWER_BYTES));
      const bytes = body instanceof Promise ? await body : body;
      return this.#decoded(bytes, call, route, written.warnings);
    }
    const answer = await this.#send(
      call,
      route,
      this.#passed(call, route, 'chat'),
      MAX_ANSWER_BYTES,
    );
    const body = this.#body(answer);
    const bytes = body instanceof Promise ? await body : body;
    return passedReply(bytes, call, route) ?? this.#decoded(bytes, call, route, []);
  }

  async stream(call: ChatCall, route: NodeRoute): Promise<StreamAnswer> {
    // Google's JSON array has no boundaries that could be found in passing.
    if (!this.#passes(call) || call.wants.framing === 'json-array') {
      const { written, request } = this.#translation(call, route);
      const { warnings } = written;
      const answer = await this.#send(call, route, request);
      if (isWhole(answer)) return this.#streamWhole(answer, call, route, warnings);
      return openCrossStream(answer, this.#protocol, call, route, warnings);
    }
    const answer = await this.#send(call, route, this.#passed(call, route, 'chat'));
    if (isWhole(answer)) return this.#streamWhole(answer, call, route, []);
    const hidesUsage = call.face.name === 'openai' && call.wants.includeUsage !== true;
    return openPassStream(answer, call, route, hidesUsage);
  }

  async embed(call: ResourceCall<'embeddings'>, route: NodeRoute): Promise<WholeAnswer> {
    const codec = this.#protocol.embeddings;
    const face = call.face.embeddings;
    if (!codec || !face) throw this.#unable('embeddings');
    const { request } = call;
    const asked = unrouted({ ...request, model: route.name });
    const written = carry(() => codec.encodeRequest(asked, this.#options));
    const reply = codec.decodeReply(
      await this.#json(await this.#send(call, route, this.#written(written), MAX_ANSWER_BYTES)),
      asked,
    );
    const usage = priced(reply.usage, route);
    const { model } = route;
    const body = JSON.stringify(face.encodeReply({ ...reply, model, usage }, request));
    return { body, model, usage, warnings: written.warnings };
  }

  async image(call: ResourceCall<'images'>, route: NodeRoute): Promise<WholeAnswer> {
    const codec = this.#protocol.images;
    const encodeReply = call.face.images?.encodeReply;
    if (!codec || !encodeReply) throw this.#unable('image generation');
    const { request } = call;
    const asked = unrouted({ ...request, model: route.name });
    const written = carry(() => codec.encodeRequest(asked, this.#options));
    const reply = codec.decodeReply(
      await this.#json(await this.#send(call, route, this.#written(written), MAX_ANSWER_BYTES)),
      asked,
    );
    const { model } = route;
    const body = JSON.stringify(encodeReply({ ...reply, model }, request));
    const { usage, images } = reply;
    return {
      body,
      model,
      ...(usage ? { usage } : {}),
      images: images.length,
      warnings: written.warnings,
    };
  }

  async countTokens(call: ChatCall, route: NodeRoute): Promise<TokenCount> {
    if (this.#passes(call) && this.#protocol.name !== 'openai') {
      const told = await this.#json(
        await this.#send(call, route, this.#passed(call, route, 'count')),
      );
      const { input_tokens, totalTokens } = told as JsonObject;
      const tokens = input_tokens ?? totalTokens;
      if (typeof tokens === 'number') return { tokens, isEstimate: false };
    }
    return { tokens: readPrompt(call.request).tokens, isEstimate: true };
  }

  conceal(text: string): string {
    const { key } = this.#config;
    return key === undefined ? text : text.replaceAll(key, '[key]');
  }

  async close(): Promise<void> {
    await this.#transport?.close();
  }

  get #options() {
    return { extensions: this.#config.extensions };
  }

  /** Whether the caller's bytes can go to this node as they are. */
  #passes(call: ChatCall): boolean {
    return this.#protocol === call.face && !call.body.includes(FOREIGN_SIGNATURE);
  }

  /** The caller's own request, with as little changed as can be. */
  #passed(call: ChatCall, route: NodeRoute, purpose: 'chat' | 'count'): UpstreamRequest {
    const { name } = call.face;
    const stream = call.stream && purpose === 'chat';
    return {
      method: 'POST',
      path: passPath(call, route, purpose),
      headers: passedHeaders(this.#headers, name, call.headers, NEEDED_HEADERS[name]),
      body: passRequest(call.body, { protocol: name, model: route.name, stream }),
    };
  }

  /** The caller's request in this node's words. */
  #translation(
    { translatable }: ChatCall,
    route: NodeRoute,
  ): { written: EncodedRequest; request: UpstreamRequest } {
    const asked = unrouted({ ...translatable.request, model: route.name });
    const written = carry(() => this.#protocol.encodeRequest(asked, this.#options));
    const body = translatable.put(JSON.stringify(written.body));
    return { written, request: this.#written(written, body) };
  }

  #written(
    { path, headers, body }: EncodedRequest,
    text: UpstreamRequest['body'] = JSON.stringify(body),
  ): UpstreamRequest {
    return {
      method: 'POST',
      path,
      headers: writtenHeaders(this.#headers, headers),
      ...(text === undefined ? {} : { body: text }),
    };
  }

  /**
   * @param wholeBytes the most bytes of an answer that is waited for to its end.
   * @throws OfoxError for every answer but a good one.
   */
  async #send(
    call: CallBase,
    route: NodeRoute,
    request: UpstreamRequest,
    wholeBytes?: number,
  ): Promise<UpstreamAnswer> {
    this.#transport ??= this.#connect();
    if (wholeBytes !== undefined) request.wholeBytes = wholeBytes;
    if (call.trace) request.headers = [...request.headers, ...call.trace.upstreamHeaders];
    const answer = await this.#transport.send(request, call.cancellation);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw await upstreamError(answer, {
      protocol: this.#protocol,
      node: this.name,
      model: route.model,
    });
  }

  #connect(): UpstreamTransport {
    const { baseUrl, timeouts, connections } = this.#config;
    return new UpstreamTransport(this.name, new URL(baseUrl), timeouts, connections);
  }

  #body(answer: UpstreamAnswer): Buffer | Promise<Buffer> {
    return readWhole(answer, MAX_ANSWER_BYTES);
  }

  async #json(answer: UpstreamAnswer): Promise<JsonValue> {
    return this.#parse(await this.#body(answer));
  }

  #parse(body: Buffer): JsonValue {
    const text = body.toString('utf8');
    try {
      return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as JsonValue;
    } catch {
      const what = describeBody(text);
      throw new OfoxError('upstream', `${this.name} answered with ${what}.`, { status: 502 });
    }
  }

  #decode(body: Buffer, route: NodeRoute): Reply {
    const reply = this.#protocol.decodeReply(this.#parse(body), { model: route.model });
    reply.model = route.model;
    reply.usage = priced(reply.usage, route);
    return reply;
  }

  #decoded(
    body: Buffer,
    call: ChatCall,
    route: NodeRoute,
    warnings: readonly Warning[],
  ): WholeAnswer {
    return replyAnswer(this.#decode(body, route), call, warnings);
  }

  async #streamWhole(
    answer: UpstreamAnswer,
    call: ChatCall,
    route: NodeRoute,
    warnings: readonly Warning[],
  ): Promise<StreamAnswer> {
    const reply = this.#decode(await this.#body(answer), route);
    return wholeStream(reply, call, warnings);
  }

  #unable(what: string): CannotCarry {
    const message = `The ${this.#protocol.name} protocol of ${this.name} has no ${what}.`;
    return new CannotCarry(
      new OfoxError('invalid_request', message, { status: 400, param: 'model' }),
    );
  }
}

function passedReply(body: Buffer, call: ChatCall, route: NodeRoute): WholeAnswer | undefined {
  try {
    return passReply(body, call, route);
  } catch (error) {
    if (error instanceof JsonScanError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What the gateway has done itself is not asked of the node again. */
function unrouted<Request extends Pick<ChatRequest, 'provider'>>(request: Request): Request {
  const { provider, modelRouting } = request as Request & ChatRequest;
  if (provider === undefined && modelRouting === undefined) return request;
  const { provider: _, modelRouting: __, ...rest } = request as Request & ChatRequest;
  return rest as unknown as Request;
}

function carry(encode: () => EncodedRequest): EncodedRequest {
  try {
    return encode();
  } catch (error) {
    throw OfoxError.is(error) ? new CannotCarry(error) : error;
  }
}

/** Whether a stream was answered in one piece: an error, a page, or the whole reply. */
function isWhole({ headers }: UpstreamAnswer): boolean {
  const type = headers['content-type'] ?? '';
  return type.includes('json') || type.includes('html');
}

function describeBody(text: string): string {
  const start = text.trimStart();
  if (start === '') return 'an empty body';
  return start.startsWith('<') ? 'a web page' : 'something that is not JSON';
}
