import { type Reply, type ReplyEvent, ReplyFold } from '@ofoxai/core';
import { sendsExcuse } from '../embedded/signature-check.ts';
import type { CallOptions, Provider } from '../provider.ts';
import type { StreamAnswer, WholeAnswer } from './answer.ts';
import type { CallBase, ChatCall } from './chat-call.ts';
import { openEventsStream } from './events-stream.ts';
import { type Node, type NodeRoute, priced, type TokenCount } from './node.ts';
import type { ServedModel } from './node-config.ts';
import { directivesFor } from './node-directives.ts';
import { NodeRoutes } from './node-routes.ts';
import { replyAnswer } from './reply-answer.ts';
import type { ResourceCall } from './resource-call.ts';

export interface ProviderNodeOptions {
  name: string;
  priority: number;
  weight: number;
  /** Whether failures count, so that a node that fails is left alone for a while. */
  isGuarded: boolean;
  /** Models that it serves by name; none when absent. */
  ids?: readonly string[];
  /** What this node calls a model; `undefined` when it does not serve it. */
  serve(model: string): ServedModel | undefined;
  /** What goes wrong on purpose when the caller does not say. */
  directives?: string | undefined;
}

/** A provider within this process, such as the embedded one, as a node. */
export class ProviderNode implements Node {
  readonly name: string;
  readonly ids: readonly string[];
  readonly #provider: Provider;
  readonly #options: ProviderNodeOptions;
  readonly #routes: NodeRoutes;

  constructor(provider: Provider, options: ProviderNodeOptions) {
    this.name = options.name;
    this.ids = options.ids ?? [];
    this.#provider = provider;
    this.#options = options;
    this.#routes = new NodeRoutes(this, options, provider.catalog);
  }

  route(model: string): NodeRoute | undefined {
    return this.#routes.get(model, () => this.#options.serve(model));
  }

  /**
   * Failures that the caller has ordered say nothing of the node, unless they were ordered of this
   * very node, to see how the gateway bears it.
   */
  isGuarded(call: CallBase, route: NodeRoute): boolean {
    const { general } = directivesFor(this.name, call.directives);
    return this.#options.isGuarded && general === undefined && !route.model.includes(':');
  }

  async reply(call: ChatCall, route: NodeRoute): Promise<WholeAnswer> {
    const reply = await foldAll(this.#chat(call, route));
    const usage = priced(reply.usage, route);
    return replyAnswer({ ...reply, usage }, call, []);
  }

  stream(call: ChatCall, route: NodeRoute): Promise<StreamAnswer> {
    return openEventsStream(this.#chat(call, route), call, route);
  }

  async embed(call: ResourceCall<'embeddings'>, route: NodeRoute): Promise<WholeAnswer> {
    const { request, face } = call;
    const asked = { ...request, model: route.name };
    const reply = await this.#provider.embed(asked, this.#callOptions(call, route));
    const usage = priced(reply.usage, route);
    const body = face.embeddings?.encodeReply({ ...reply, usage }, request);
    return { body: JSON.stringify(body), model: reply.model, usage, warnings: [] };
  }

  async image(call: ResourceCall<'images'>, route: NodeRoute): Promise<WholeAnswer> {
    const { request, face } = call;
    const asked = { ...request, model: route.name };
    const reply = await this.#provider.image(asked, this.#callOptions(call, route));
    const { model = route.model, usage } = reply;
    const body = face.images?.encodeReply?.(reply, request);
    return { body: JSON.stringify(body), model, ...(usage ? { usage } : {}), warnings: [] };
  }

  async countTokens(call: ChatCall): Promise<TokenCount> {
    return { tokens: this.#provider.countTokens(call.request), isEstimate: false };
  }

  conceal(text: string): string {
    return text;
  }

  async close(): Promise<void> {}

  #chat(call: ChatCall, route: NodeRoute): AsyncIterable<ReplyEvent> {
    const asked = { ...call.request, model: route.name };
    const isExcused = call.face.name === 'gemini' && sendsExcuse(call.body);
    const events = this.#provider.chat(asked, {
      ...this.#callOptions(call, route),
      ...(isExcused && { excusesSignatures: true }),
    });
    const { price } = this.#options.serve(route.model) ?? {};
    return price ? withoutCost(events) : events;
  }

  /**
   * What is ordered of this node adds to what it does anyway; anything else, in the header or behind
   * the model's id, replaces it.
   */
  #callOptions({ signal, directives: header }: CallBase, route: NodeRoute): CallOptions {
    const usual = route.model.includes(':') ? undefined : this.#options.directives;
    const { general = usual, own } = directivesFor(this.name, header);
    const directives = [general, own].filter((words) => words !== undefined).join(',');
    return directives === '' ? { signal } : { signal, directives };
  }
}

async function foldAll(events: AsyncIterable<ReplyEvent>): Promise<Reply> {
  const reply = new ReplyFold();
  for await (const event of events) reply.push(event);
  return reply.end();
}

/** The provider tells what an answer costs by its own prices, which are not the node's. */
async function* withoutCost(events: AsyncIterable<ReplyEvent>): AsyncGenerator<ReplyEvent> {
  for await (const event of events) {
    if (event.type !== 'usage') yield event;
    else {
      const { cost: _, ...usage } = event.usage;
      yield { type: 'usage', usage };
    }
  }
}
