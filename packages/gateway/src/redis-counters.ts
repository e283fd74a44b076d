import type { Clock } from './clock.ts';
import { ConfigError } from './config/config-error.ts';
import type { Config } from './config/schema.ts';
import type { Counters } from './counters.ts';
import { RedisSpendLedger } from './keys/spend/redis-spend-ledger.ts';
import { RedisLimitStore } from './limits/redis/redis-limit-store.ts';
import { RedisLink } from './limits/redis/redis-link.ts';
import type { Logger } from './log.ts';

/**
 * Connects to Redis, which counts for all that use it.
 *
 * @throws ConfigError when the configuration wants spending to be kept elsewhere too.
 */
export async function openRedisCounters(
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
