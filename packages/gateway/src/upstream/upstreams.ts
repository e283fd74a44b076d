import type { Model } from '@ofoxai/core';
import { Catalog } from '../catalog/catalog.ts';
import { RouteTable } from '../routing/route-table.ts';
import type { Node, NodeRoute } from './node.ts';

/** Ids that callers make up must not fill the memory. */
const MAX_TABLES = 10_000;

/**
 * All nodes of one configuration, and who serves which model. It never changes: another
 * configuration makes another one, and requests under way keep the one that they began with.
 */
export class Upstreams {
  readonly nodes: readonly Node[];
  /** The models that can be asked for. */
  readonly catalog: Catalog;
  readonly #known: Catalog;
  readonly #named: ReadonlySet<string>;
  readonly #tables = new Map<string, RouteTable<NodeRoute>>();
  #users = 0;
  #onUnused: (() => void) | undefined;

  /** @param known every model of which anything is known, served or not. */
  constructor(nodes: readonly Node[], known: Catalog) {
    this.nodes = nodes;
    this.#known = known;
    this.#named = new Set(nodes.flatMap(({ ids }) => ids));
    this.catalog = new Catalog([...this.#served()]);
  }

  /**
   * The id under which a model is looked for: an alias leads to its model, unless a node has an
   * entry for the alias itself.
   */
  resolve(name: string): string {
    return this.#named.has(name) ? name : (this.#known.get(name)?.id ?? name);
  }

  /** Who serves the model; `undefined` when nobody does. @param id as {@link resolve} gave it. */
  table(id: string): RouteTable<NodeRoute> | undefined {
    const known = this.#tables.get(id);
    if (known) return known;
    const routes: NodeRoute[] = [];
    for (const node of this.nodes) {
      const route = node.route(id);
      if (route) routes.push(route);
    }
    if (routes.length === 0) return undefined;
    const table = new RouteTable(routes);
    if (this.#tables.size >= MAX_TABLES) this.#tables.clear();
    this.#tables.set(id, table);
    return table;
  }

  /** Whether there is such a model, though no node may serve it. */
  knows(id: string): boolean {
    return this.#known.get(id) !== undefined;
  }

  /** The routes that have been asked for so far, for those who watch them. */
  *routes(): Generator<NodeRoute> {
    for (const table of this.#tables.values()) yield* table.routes;
  }

  /** Keeps the nodes open until {@link release}. */
  acquire(): this {
    this.#users += 1;
    return this;
  }

  release(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#onUnused?.();
  }

  /** Another configuration has taken this one's place: closes what it alone has, once unused. */
  retire(next: Upstreams | undefined): void {
    const kept = new Set(next?.nodes);
    const close = () => {
      for (const node of this.nodes) if (!kept.has(node)) void node.close();
    };
    if (this.#users === 0) close();
    else this.#onUnused = close;
  }

  *#served(): Generator<Model> {
    for (const model of this.#known.models) {
      if (this.nodes.some((node) => node.route(model.id))) yield model;
    }
    const created = Math.floor(Date.now() / 1000);
    const seen = new Set<string>();
    for (const { name, ids } of this.nodes) {
      for (const id of ids) {
        const known = this.#known.get(id);
        if (known?.id === id || seen.has(id)) continue;
        seen.add(id);
        if (known) yield { ...known, id, aliases: [] };
        else yield { id, name: id, created, ownedBy: name, supportedEndpoints: [] };
      }
    }
  }
}
