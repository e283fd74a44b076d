import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config/schema.ts';
import type { Counters } from './counters.ts';
import type { KeyOptions } from './keys/key-options.ts';
import { KeyStore } from './keys/key-store.ts';
import { MemorySpendLedger } from './keys/spend/memory-spend-ledger.ts';
import { SpendFile } from './keys/spend/spend-file.ts';
import { MemoryLimitStore } from './limits/memory-limit-store.ts';
import type { Logger } from './log.ts';

/** What a gateway counts of its callers, and who they are. */
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
    const counters = shared ?? (await openCounters(config, logger, clock));
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

/** Redis' client is loaded only where there is Redis: it is a tenth of what starting takes. */
async function openCounters(config: Config, logger: Logger, clock: Clock): Promise<Counters> {
  if (!config.redis) return openMemoryCounters(config, logger, clock);
  const { openRedisCounters } = await import('./redis-counters.ts');
  return openRedisCounters(config.redis, config, clock, logger);
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
