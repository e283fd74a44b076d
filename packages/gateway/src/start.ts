import { isIP } from 'node:net';
import { ConfigError } from './config/config-error.ts';
import type { Config } from './config/schema.ts';
import { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
import type { KeyOptions } from './keys/key-options.ts';
import { makeKey } from './keys/secret-key.ts';
import { silentLogger } from './log.ts';
import { openStores } from './stores.ts';

const DEFAULT_PORT = 8787;
const PORTS_TRIED = 20;

/** A gateway that listens. */
export interface Started {
  gateway: Gateway;
  url: string;
  /** A key that may call, when the gateway knows one in clear. */
  key: string | undefined;
  /** What the person who started it should know. */
  notes: string[];
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
  moreKeys: readonly KeyOptions[] = [],
): Promise<Started> {
  const notes: string[] = [];
  let keys: KeyOptions[] = config.keys.map(withoutUndefined);
  if (keys.length === 0 && config.keysFile === undefined) {
    if (!isLoopback(config.host)) {
      throw new ConfigError(
        `To listen on ${config.host}, which other machines can reach, configure a key: --key KEY.`,
      );
    }
    keys = [{ key: makeKey(), name: 'made-at-start' }];
    notes.push(`No key is configured, so this one was made for now: ${keys[0]?.key}`);
  }
  const { rpm, maxBodyBytes, maxConcurrent } = config;
  const stores = await openStores(config, [...keys, ...moreKeys], options.logger ?? silentLogger);
  const bare = createGateway({ ...options, ...stores, rpm, maxBodyBytes, maxConcurrent });
  const gateway: Gateway = {
    listen: (address) => bare.listen(address),
    configure: (changes) => bare.configure(changes),
    async close(how) {
      await bare.close(how);
      await stores.close();
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
  if (config.port === undefined && port !== DEFAULT_PORT) {
    notes.push(`Port ${DEFAULT_PORT} is taken, so this one listens on ${port}.`);
  }
  return { gateway, url, key: keys.find(({ key }) => key !== undefined)?.key, notes };
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
