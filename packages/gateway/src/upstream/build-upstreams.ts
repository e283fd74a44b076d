import type { Catalog } from '../catalog/catalog.ts';
import { defaultCatalog } from '../catalog/models.ts';
import { splitModelName } from '../embedded/directives.ts';
import { createEmbeddedProvider } from '../embedded/provider.ts';
import type { Provider } from '../provider.ts';
import type { Node } from './node.ts';
import { type NodeConfig, namedModels, servedModel } from './node-config.ts';
import { ProviderNode } from './provider-node.ts';
import { UpstreamNode } from './upstream-node.ts';
import { Upstreams } from './upstreams.ts';

/** One provider that answers everything itself: what a gateway without nodes has. */
export function loneProvider(provider: Provider): Upstreams {
  const node = new ProviderNode(provider, {
    name: provider.name,
    priority: 0,
    weight: 1,
    isGuarded: false,
    serve: (name) => ({ name }),
  });
  return new Upstreams([node], provider.catalog);
}

/** Makes nodes from configurations, and keeps those whose configuration has stayed the same. */
export class NodeFactory {
  readonly #catalog: Catalog;
  #nodes = new Map<string, Node>();

  constructor(catalog: Catalog = defaultCatalog()) {
    this.#catalog = catalog;
  }

  build(configs: readonly NodeConfig[]): Upstreams {
    const nodes = new Map<string, Node>();
    for (const config of configs) {
      const key = JSON.stringify(config);
      nodes.set(key, this.#nodes.get(key) ?? this.#make(config));
    }
    this.#nodes = nodes;
    return new Upstreams([...nodes.values()], this.#catalog);
  }

  #make(config: NodeConfig): Node {
    if (config.preset !== 'embedded') return new UpstreamNode(config, this.#catalog);
    const catalog = this.#catalog;
    return new ProviderNode(createEmbeddedProvider({ catalog }), {
      ...config,
      isGuarded: true,
      ids: namedModels(config),
      directives: config.simulate && directivesOf(config.simulate),
      serve: (model) => {
        const served = servedModel(config, model);
        return served && catalog.get(splitModelName(served.name).id) && served;
      },
    });
  }
}

/** In the words of the header `x-ofox-embedded`. */
function directivesOf(simulate: NonNullable<NodeConfig['simulate']>): string | undefined {
  const words = Object.entries(simulate).map(([name, value]) => `${name}=${value}`);
  return words.length === 0 ? undefined : words.join(',');
}
