import { OfoxError, type Usage } from '@ofoxai/core';
import type { Tariff } from '../catalog/tariff.ts';
import type { Route } from '../routing/route.ts';
import type { StreamAnswer, WholeAnswer } from './answer.ts';
import type { CallBase, ChatCall } from './chat-call.ts';
import type { Peer } from './peer.ts';
import type { ResourceCall } from './resource-call.ts';

/** One model on one node. */
export interface NodeRoute extends Route {
  readonly owner: Node;
  /** As the catalogue names it. */
  readonly model: string;
  /** As the node names it. */
  readonly name: string;
  readonly tariff: Tariff | undefined;
}

/** How many tokens a request would be read as. */
export interface TokenCount {
  readonly tokens: number;
  /** The gateway reckoned it, as nobody would tell. */
  readonly isEstimate: boolean;
}

/** Whoever answers requests behind the gateway: an upstream, or the embedded provider. */
export interface Node {
  /** Told in `x-ofox-provider`. */
  readonly name: string;
  /** Ids that it serves by name, besides what its patterns cover. */
  readonly ids: readonly string[];
  /** Absent where it is this process. */
  readonly peer?: Peer;
  /** How this model is reached here; always the same object for the same model. */
  route(model: string): NodeRoute | undefined;

  /** Whether a failure of this call tells how the node is. */
  isGuarded(call: CallBase, route: NodeRoute): boolean;

  /**
   * @throws OfoxError when there is no answer, or when it is none; {@link CannotCarry} when the
   * request cannot be said on this node's wire.
   */
  reply(call: ChatCall, route: NodeRoute): Promise<WholeAnswer>;
  /** Resolves at the first output. @throws as {@link reply} does, when it fails before. */
  stream(call: ChatCall, route: NodeRoute): Promise<StreamAnswer>;
  /** @throws as {@link reply} does. */
  embed(call: ResourceCall<'embeddings'>, route: NodeRoute): Promise<WholeAnswer>;
  /** @throws as {@link reply} does. */
  image(call: ResourceCall<'images'>, route: NodeRoute): Promise<WholeAnswer>;
  /** @throws as {@link reply} does. */
  countTokens(call: ChatCall, route: NodeRoute): Promise<TokenCount>;

  /** The text without this node's key, which a provider may quote. */
  conceal(text: string): string;
  /** Lets calls end that are under way. */
  close(): Promise<void>;
}

/** The request cannot be said on a node's wire; another node may have another wire. */
export class CannotCarry extends Error {
  readonly error: OfoxError;

  constructor(error: OfoxError) {
    super(error.message);
    this.error = error;
  }
}

/** The error without the node's key, wherever a provider has quoted it. */
export function concealed(error: OfoxError, node: Pick<Node, 'conceal'>): OfoxError {
  const { kind, message, code, param, status, retryAfterMs, mayHaveBeenBilled, model } = error;
  const told = JSON.stringify([message, code, param]);
  if (node.conceal(told) === told) return error;
  return new OfoxError(kind, node.conceal(message), {
    ...(code === undefined ? {} : { code: node.conceal(code) }),
    ...(param === undefined ? {} : { param: node.conceal(param) }),
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(mayHaveBeenBilled === undefined ? {} : { mayHaveBeenBilled }),
    ...(model === undefined ? {} : { model }),
  });
}

/** The usage with what it cost on this route, unless the provider has told that itself. */
export function priced(usage: Usage, { tariff }: Pick<NodeRoute, 'tariff'>): Usage {
  const cost = usage.cost ?? tariff?.cost(usage);
  if (cost === undefined || cost === usage.cost) return usage;
  const { input, cacheRead, cacheWrite, cacheWrite1h, output, reasoning, extra } = usage;
  const told: Usage = { input, cacheRead, cacheWrite, cacheWrite1h, output, reasoning, cost };
  if (extra) told.extra = extra;
  return told;
}
