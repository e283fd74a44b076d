import { isIP } from 'node:net';
import { ConfigError } from './config/config-error.ts';
import type { Config } from './config/schema.ts';
import type { Counters } from './counters.ts';
import { createGateway } from './gateway.ts';
import type { Gateway, GatewayOptions } from './gateway-options.ts';
import type { KeyOptions } from './keys/key-options.ts';
import { makeKey } from './keys/secret-key.ts';
import { silentLogger } from './log.ts';
import { GatewayMetrics } from './metrics/gateway-metrics.ts';
import { loadPageFiles } from './page/load-page-files.ts';
import { Page } from './page/page.ts';
import { openStores } from './stores.ts';

const DEFAULT_PORT = 8787;
const PORTS_TRIED = 20;

/** A gateway that listens. */
export interface Started {
  gateway: Omit<Gateway, 'listen'>;
  url: string;
  port: number;
  /** The key that was made as none is configured. */
  madeKey: string | undefined;
  /** A key that may call, when the gateway knows one in clear. */
  key: string | undefined;
  /** What the person who started it should know. */
  notes: string[];
}

/** What somebody else has made or keeps for a gateway that starts. */
export interface StartParts {
  /** Keys besides those of the configuration. */
  moreKeys?: readonly KeyOptions[];
  /** What {@link makeFirstKey} gave; asked for when absent. */
  madeKey?: string | undefined;
  counters?: Counters | undefined;
}

/**
 * Starts a gateway from its configuration. Without keys it makes one; when nobody chose a port and
 * the usual one is taken, it takes the next that is free.
 *
 * @throws ConfigError when it would be open to other machines with a key that nobody chose, or
 * cannot listen where it was told to.
 */
export async function start(
  config: Config,
  options: Omit<GatewayOptions, 'keys' | 'limits' | 'ledger' | 'rpm' | 'maxBodyBytes'>,
  { moreKeys = [], madeKey = makeFirstKey(config), counters }: StartParts = {},
): Promise<Started> {
  let keys: KeyOptions[] = config.keys.map(withoutUndefined);
  if (madeKey !== undefined) keys = [{ key: madeKey, name: 'made-at-start' }];
  const { rpm, maxBodyBytes, maxConcurrent, metricsToken, drain, nodes } = config;
  const defaults = { routing: config.routing, fallback: config.fallback, auto: config.auto };
  const page = pageOf(config, keys);
  const logger = options.logger ?? silentLogger;
  const stores = await openStores(config, [...keys, ...moreKeys], logger, counters);
  const bare = createGateway({
    metrics: new GatewayMetrics({ process: true }),
    ...options,
    ...stores,
    ...page,
    rpm,
    maxBodyBytes,
    maxConcurrent,
    nodes,
    defaults,
    metricsToken,
    needsRedis: config.onStoreError === 'closed',
  });
  const gateway: Started['gateway'] = {
    configure: (changes) => bare.configure(changes),
    metricsText: () => bare.metricsText(),
    async close(how) {
      await bare.close({ ...drain, ...how });
      await stores.close();
      await options.tracer?.close();
    },
  };
  let listening: { url: string; port: number };
  try {
    listening = await listenSomewhere(bare, config);
  } catch (error) {
    await stores.close();
    throw error;
  }
  const { url, port } = listening;
  const notes = notesOf(config, madeKey, port);
  return {
    gateway,
    url,
    port,
    madeKey,
    key: keys.find(({ key }) => key !== undefined)?.key,
    notes,
  };
}

/** What somebody who has started a gateway should know. */
export function notesOf(config: Config, madeKey: string | undefined, port: number): string[] {
  const notes: string[] = [];
  if (madeKey !== undefined) {
    notes.push(`No key is configured, so this one was made for now: ${madeKey}`);
  }
  if (config.port === undefined && port !== DEFAULT_PORT) {
    notes.push(`Port ${DEFAULT_PORT} is taken, so this one listens on ${port}.`);
  }
  return notes;
}

/**
 * A key for a gateway that has none; nothing when it has.
 * @throws ConfigError when other machines could reach it with that key.
 */
export function makeFirstKey({ keys, keysFile, host }: Config): string | undefined {
  if (keys.length > 0 || keysFile !== undefined) return undefined;
  if (isLoopback(host)) return makeKey();
  throw new ConfigError(
    `To listen on ${host}, which other machines can reach, configure a key: --key KEY.`,
  );
}

/** The page is lent the key that was made at the start; keys that somebody chose are not given away. */
function pageOf(config: Config, [first]: readonly KeyOptions[]): { page?: Page } {
  if (config.demo === undefined) return {};
  const apiKey = config.keys.length === 0 ? first?.key : undefined;
  const nodes = config.nodes.map(({ name }) => name);
  const session = apiKey === undefined ? undefined : { apiKey, nodes };
  return { page: new Page(loadPageFiles(config.demo), session) };
}

async function listenSomewhere(gateway: Gateway, { host, port }: Config) {
  const first = port ?? DEFAULT_PORT;
  const last = port === undefined ? first + PORTS_TRIED : first;
  for (let tried = first; ; tried += 1) {
    try {
      return await gateway.listen({ host, port: tried });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && tried < last) continue;
      throw new ConfigError(`Cannot listen on ${host}, port ${tried}: ${message}`);
    }
  }
}

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

function withoutUndefined(key: Config['keys'][number]): KeyOptions {
  return Object.fromEntries(Object.entries(key).filter(([, value]) => value !== undefined));
}
