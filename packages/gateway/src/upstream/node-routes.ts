import type { ModelPricing } from '@ofoxai/core';
import type { Catalog } from '../catalog/catalog.ts';
import { Tariff } from '../catalog/tariff.ts';
import { HEALTHY } from '../routing/circuit.ts';
import type { Node, NodeRoute } from './node.ts';
import type { ServedModel } from './node-config.ts';

/** Ids that callers make up, where a node takes any, must not fill the memory. */
const MAX_ROUTES = 10_000;

/** The routes to one node's models, made when they are first asked for. */
export class NodeRoutes {
  readonly #node: Node;
  readonly #priority: number;
  readonly #weight: number;
  readonly #catalog: Catalog;
  readonly #routes = new Map<string, NodeRoute>();

  constructor(node: Node, config: { priority: number; weight: number }, catalog: Catalog) {
    this.#node = node;
    this.#priority = config.priority;
    this.#weight = config.weight;
    this.#catalog = catalog;
  }

  get(model: string, find: () => ServedModel | undefined): NodeRoute | undefined {
    const known = this.#routes.get(model);
    if (known) return known;
    const served = find();
    if (!served) return undefined;
    const pricing = served.price ? pricingOf(served.price) : this.#catalog.get(model)?.pricing;
    const tariff = pricing && new Tariff(pricing);
    const price = tariff?.perToken;
    const route: NodeRoute = {
      owner: this.#node,
      node: this.#node.name,
      model,
      name: served.name,
      priority: this.#priority,
      weight: this.#weight,
      tariff,
      ...(price ? { price } : {}),
      circuit: HEALTHY,
      inFlight: 0,
    };
    if (this.#routes.size >= MAX_ROUTES) this.#routes.clear();
    this.#routes.set(model, route);
    return route;
  }
}

function pricingOf(price: NonNullable<ServedModel['price']>): ModelPricing {
  const { input, output, cacheRead, cacheWrite } = price;
  return {
    prompt: decimal(input),
    completion: decimal(output),
    ...(cacheRead === undefined ? {} : { inputCacheRead: decimal(cacheRead) }),
    ...(cacheWrite === undefined ? {} : { inputCacheWrite5m: decimal(cacheWrite) }),
  };
}

/** Without the dust that dividing by a million leaves behind the fifteenth digit. */
function decimal(price: number): string {
  return String(Number(price.toPrecision(15)));
}
