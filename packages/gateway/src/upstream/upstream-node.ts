import type { EncodedRequest, JsonObject, Reply, Warning } from '@ofoxai/core';
import type { Catalog } from '../catalog/catalog.ts';
import { readPrompt } from '../embedded/prompt.ts';
import type { StreamAnswer, WholeAnswer } from './answer.ts';
import type { UpstreamAnswer } from './call.ts';
import type { ChatCall } from './chat-call.ts';
import { openCrossStream } from './cross-stream.ts';
import { JsonScanError } from './json-scan.ts';
import { type Node, type NodeRoute, priced, type TokenCount } from './node.ts';
import { type NodeConfig, namedModels, servedModel } from './node-config.ts';
import { NodeRoutes } from './node-routes.ts';
import { passPath } from './pass-path.ts';
import { passReply } from './pass-reply.ts';
import { passRequest } from './pass-request.ts';
import { openPassStream } from './pass-stream.ts';
import type { Peer } from './peer.ts';
import { replyAnswer, wholeStream } from './reply-answer.ts';
import type { ResourceCall } from './resource-call.ts';
import { embedBy, imageBy } from './resource-translation.ts';
import type { UpstreamRequest } from './transport.ts';
import { unrouted } from './unrouted.ts';
import { passedHeaders } from './upstream-headers.ts';
import { isGood, MAX_ANSWER_BYTES, UpstreamLine } from './upstream-line.ts';

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
  readonly #line: UpstreamLine;
  readonly #routes: NodeRoutes;

  constructor(config: NodeConfig, catalog: Catalog) {
    this.name = config.name;
    this.#config = config;
    this.#line = new UpstreamLine(config);
    this.peer = this.#line.peer;
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
    const line = this.#line;
    const translation = this.#passes(call) ? undefined : this.#translation(call, route);
    const request = translation?.request ?? this.#passed(call, route, 'chat');
    const answer = await line.send(call, request, MAX_ANSWER_BYTES);
    if (!isGood(answer)) return line.refuse(answer, route);
    const body = line.body(answer);
    const bytes = body instanceof Promise ? await body : body;
    if (translation) return this.#decoded(bytes, call, route, translation.written.warnings);
    return passedReply(bytes, call, route) ?? this.#decoded(bytes, call, route, []);
  }

  async stream(call: ChatCall, route: NodeRoute): Promise<StreamAnswer> {
    const line = this.#line;
    // Google's JSON array has no boundaries that could be found in passing.
    const passes = this.#passes(call) && call.wants.framing !== 'json-array';
    const translation = passes ? undefined : this.#translation(call, route);
    const request = translation?.request ?? this.#passed(call, route, 'chat');
    const answer = await line.send(call, request);
    if (!isGood(answer)) return line.refuse(answer, route);
    const warnings = translation?.written.warnings ?? [];
    if (isWhole(answer)) return this.#streamWhole(answer, call, route, warnings);
    if (translation) return openCrossStream(answer, line.protocol, call, route, warnings);
    const hidesUsage = call.face.name === 'openai' && call.wants.includeUsage !== true;
    return openPassStream(answer, call, route, hidesUsage);
  }

  embed(call: ResourceCall<'embeddings'>, route: NodeRoute): Promise<WholeAnswer> {
    return embedBy(this.#line, call, route);
  }

  image(call: ResourceCall<'images'>, route: NodeRoute): Promise<WholeAnswer> {
    return imageBy(this.#line, call, route);
  }

  async countTokens(call: ChatCall, route: NodeRoute): Promise<TokenCount> {
    if (this.#passes(call) && this.#line.protocol.name !== 'openai') {
      const told = await this.#line.ask(call, route, this.#passed(call, route, 'count'));
      const { input_tokens, totalTokens } = told as JsonObject;
      const tokens = input_tokens ?? totalTokens;
      if (typeof tokens === 'number') return { tokens, isEstimate: false };
    }
    return { tokens: readPrompt(call.request).tokens, isEstimate: true };
  }

  conceal(text: string): string {
    return this.#line.conceal(text);
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  /** Whether the caller's bytes can go to this node as they are. */
  #passes(call: ChatCall): boolean {
    return this.#line.protocol === call.face && !call.body.includes(FOREIGN_SIGNATURE);
  }

  /** The caller's own request, with as little changed as can be. */
  #passed(call: ChatCall, route: NodeRoute, purpose: 'chat' | 'count'): UpstreamRequest {
    const { name } = call.face;
    const stream = call.stream && purpose === 'chat';
    return {
      method: 'POST',
      path: passPath(call, route, purpose),
      headers: passedHeaders(this.#line.headers, name, call.headers, NEEDED_HEADERS[name]),
      body: passRequest(call.body, { protocol: name, model: route.name, stream }),
    };
  }

  /** The caller's request in this node's words. */
  #translation(
    { translatable }: ChatCall,
    route: NodeRoute,
  ): { written: EncodedRequest; request: UpstreamRequest } {
    const line = this.#line;
    const asked = unrouted({ ...translatable.request, model: route.name });
    const written = line.encode((options) => line.protocol.encodeRequest(asked, options));
    const body = translatable.put(JSON.stringify(written.body));
    return { written, request: line.written(written, body) };
  }

  #decode(body: Buffer, route: NodeRoute): Reply {
    const reply = this.#line.protocol.decodeReply(this.#line.parse(body), { model: route.model });
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
    const reply = this.#decode(await this.#line.body(answer), route);
    return wholeStream(reply, call, warnings);
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

/** Whether a stream was answered in one piece: an error, a page, or the whole reply. */
function isWhole({ headers }: UpstreamAnswer): boolean {
  const type = headers['content-type'] ?? '';
  return type.includes('json') || type.includes('html');
}
