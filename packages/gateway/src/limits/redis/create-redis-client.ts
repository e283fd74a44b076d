import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisAddress } from './redis-address.ts';

const FIRST_RECONNECT_MS = 50;
const LONGEST_RECONNECT_MS = 2000;
const DISCONNECT_MS = 100;

/**
 * A client that never makes a caller wait for a connection: nothing is queued while there is none,
 * nothing is sent again, and a connection on which answers are overdue is given up.
 */
export function createRedisClient(
  address: RedisAddress,
  cluster: boolean,
  connectTimeoutMs: number,
): Redis | Cluster {
  const { host, port, tls, db, username, password } = address;
  const options = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: { servername: host } } : {}),
    protocol: 2,
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    socketTimeout: connectTimeoutMs,
    disconnectTimeout: DISCONNECT_MS,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    disableClientInfo: true,
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  } satisfies RedisOptions;
  if (!cluster) {
    const retryStrategy = reconnectIn;
    return new Redis({ ...options, host, port, db, enableOfflineQueue: false, retryStrategy });
  }
  return new Cluster([{ host, port }], {
    redisOptions: options,
    lazyConnect: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: reconnectIn,
    slotsRefreshTimeout: connectTimeoutMs,
  });
}

function reconnectIn(times: number): number {
  const pause = Math.min(FIRST_RECONNECT_MS * 2 ** Math.min(times, 10), LONGEST_RECONNECT_MS);
  return pause * (1 - Math.random() / 4);
}
