import type { Config } from './schema.ts';

/** What a configuration holds that nobody may be told. */
export function* secretsOf({ keys, nodes, redis, metricsToken }: Config): Generator<string> {
  for (const { key } of keys as readonly { key?: string }[]) if (key !== undefined) yield key;
  yield* secretsOfNodes(nodes);
  if (metricsToken !== undefined) yield metricsToken;
  if (redis) {
    const { password } = new URL(redis.url);
    yield password;
    yield decodeURIComponent(password);
  }
}

/** The keys of providers, and headers, in which there may be some as well. */
export function* secretsOfNodes(nodes: readonly Config['nodes'][number][]): Generator<string> {
  for (const { key, headers } of nodes) {
    if (key !== undefined) yield key;
    yield* Object.values(headers);
  }
}
