import { type Clock, systemClock } from './clock.ts';
import { ConfigError } from './config/config-error.ts';
import type { Config } from './config/schema.ts';
import type { KeyOptions } from './keys/key-options.ts';
import { KeyStore } from './keys/key-store.ts';
import { MemorySpendLedger } from './keys/spend/memory-spend-ledger.ts';
import { RedisSpendLedger } from './keys/spend/redis-spend-ledger.ts';
import { SpendFile } from './keys/spend/spend-file.ts';
import type { SpendLedger } from './keys/spend/spend-ledger.ts';
import type { LimitStore } from './limits/limit-store.ts';
import { MemoryLimitStore } from './limits/memory-limit-store.ts';
import { RedisLimitStore } from './limits/redis/redis-limit-store.ts';
import { RedisLink } from './limits/redis/redis-link.ts';
import type { Logger } from './log.ts';

/** What a gateway counts of its callers: what they have sent and what they spent. */
export interface Counters {
  readonly limits: LimitStore;
  readonly ledger: SpendLedger;
  /** Whether Redis answers; `undefined` where there is none. */
  readonly redisIsUp: (() => boolean) | undefined;
  /** Saves what there is to save. To be called when no request is under way any more. */
  close(): Promise<void>;
}

/** The same, and who its callers are. */
export interface Stores extends Counters {
  readonly keys: KeyStore;
}

/**
 * Opens the stores that a configuration asks for: in Redis where it names one, else in memory.
 *
 * @param shared the counters, where they are not to be opened here.
 * @throws ConfigError when a file of keys or of spending is there and cannot be read.
 */
export async function openStores(
  config: Config,
  configured: readonly KeyOptions[],
  logger: Logger,
  shared?: Counters,
  clock: Clock = systemClock,
): Promise<Stores> {
  const { keysFile, rpm } = config;
  const keys = await KeyStore.open({
    configured,
    ...(keysFile !== undefined && { file: keysFile }),
    rpm,
    clock,
    now: Date.now,
    logger,
  });
  try {
    const counters =
      shared ??
      (config.redis
        ? await openRedis(config.redis, config, clock, logger)
        : await openMemoryCounters(config, logger, clock));
    return {
      ...counters,
      keys,
      async close() {
        await counters.close();
        keys.close();
      },
    };
  } catch (error) {
    keys.close();
    throw error;
  }
}

async function openRedis(
  redis: NonNullable<Config['redis']>,
  { spendFile, onStoreError }: Config,
  clock: Clock,
  logger: Logger,
): Promise<Counters> {
  if (spendFile !== undefined) {
    throw new ConfigError('spendFile: what keys have spent is kept in Redis already.');
  }
  const { url, cluster, prefix, connectTimeoutMs, commandTimeoutMs } = redis;
  const link = new RedisLink({
    url,
    ...(cluster !== undefined && { cluster }),
    ...(prefix !== undefined && { prefix }),
    ...(connectTimeoutMs !== undefined && { connectTimeoutMs }),
    ...(commandTimeoutMs !== undefined && { commandTimeoutMs }),
    logger,
  });
  await link.open();
  const ledger = new RedisSpendLedger(link, Date.now, onStoreError);
  return {
    limits: new RedisLimitStore(link, clock, onStoreError),
    ledger,
    redisIsUp: () => link.up,
    async close() {
      await ledger.close();
      link.close();
    },
  };
}

/** Counters that one process keeps, as exactly as it does. */
export interface MemoryCounters extends Counters {
  readonly limits: MemoryLimitStore;
  readonly ledger: MemorySpendLedger;
}

/** @throws ConfigError when the file of spending is there and cannot be read. */
export async function openMemoryCounters(
  { spendFile }: Pick<Config, 'spendFile'>,
  logger: Logger,
  clock: Clock = systemClock,
): Promise<MemoryCounters> {
  const ledger = new MemorySpendLedger(Date.now);
  const file =
    spendFile === undefined ? undefined : await SpendFile.open(spendFile, ledger, clock, logger);
  return {
    limits: new MemoryLimitStore(clock),
    ledger,
    redisIsUp: undefined,
    async close() {
      await file?.close();
    },
  };
}
