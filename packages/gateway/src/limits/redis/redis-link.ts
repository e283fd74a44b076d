import type { Cluster, Redis } from 'ioredis';
import { type Logger, silentLogger } from '../../log.ts';
import { createRedisClient } from './create-redis-client.ts';
import {
  describeAddress,
  parseRedisUrl,
  type RedisAddress,
  withoutSecrets,
} from './redis-address.ts';
import { type RedisScript, redisScript } from './redis-script.ts';

export interface RedisLinkOptions {
  /** `redis://user:password@host:6379/0`; `rediss://` for TLS. */
  url: string;
  /** Whether the URL names one node of a cluster. */
  cluster?: boolean;
  /** What all keys begin with: `ofox`. */
  prefix?: string;
  /** Milliseconds for connecting, and for the silence after which a connection is given up: 1000. */
  connectTimeoutMs?: number;
  /** Milliseconds that a request waits for an answer of Redis: 50. */
  commandTimeoutMs?: number;
  /** Told once when an outage begins and once when it ends. */
  logger?: Logger;
  /** Told the same, for metrics. */
  onState?: (up: boolean) => void;
}

/** Redis did not answer, or not in time. Whether it did what was asked is not known. */
class RedisUnavailable extends Error {
  override readonly name = 'RedisUnavailable';
}

const CONNECT_TIMEOUT_MS = 1000;
const COMMAND_TIMEOUT_MS = 50;
const FAILURES_TO_OPEN = 3;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

const CLOSED = 'the connection was closed';

/** Writes, so that a full, read-only or loading server is not taken for a working one. */
const PROBE = redisScript(`redis.call('SET', KEYS[1], '1', 'PX', 60000) return 1`);

/**
 * The connection to Redis or Valkey that limits and spending share, with a deadline for every
 * answer and a breaker: after three failures in a row, or when the connection is lost, `up` is
 * false and nobody waits for Redis any more. Probes in the background, at growing distances, find
 * out when it works again. Nothing here ever throws outside of `run`.
 */
export class RedisLink {
  readonly prefix: string;
  readonly #address: RedisAddress;
  readonly #client: Redis | Cluster;
  readonly #connectTimeoutMs: number;
  readonly #commandTimeoutMs: number;
  readonly #logger: Logger;
  readonly #listeners = new Set<(up: boolean) => void>();
  #state: 'starting' | 'up' | 'down' | 'closed' = 'starting';
  #failures = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #probeTimer: NodeJS.Timeout | undefined;
  #downSince = 0;
  #lastError = CLOSED;

  /** @throws TypeError when the URL cannot be read; the message does not repeat it. */
  constructor(options: RedisLinkOptions) {
    this.prefix = options.prefix ?? 'ofox';
    this.#address = parseRedisUrl(options.url);
    this.#connectTimeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
    this.#commandTimeoutMs = options.commandTimeoutMs ?? COMMAND_TIMEOUT_MS;
    this.#logger = options.logger ?? silentLogger;
    if (options.onState) this.#listeners.add(options.onState);
    this.#client = createRedisClient(
      this.#address,
      options.cluster ?? false,
      this.#connectTimeoutMs,
    );
    this.#client.on('error', (error) => {
      this.#lastError = this.#describe(error);
    });
    this.#client.on('ready', () => void this.#probe());
    this.#client.on('close', () => this.#goDown(this.#lastError));
  }

  /** Whether Redis is being asked at all. */
  get up(): boolean {
    return this.#state === 'up';
  }

  /** Calls when an outage begins or ends; returns what stops it. */
  onState(listener: (up: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Connects, for at most the connect timeout, so that the first requests already find Redis.
   *
   * @returns whether it is there; if it is not, it is looked for in the background.
   */
  async open(): Promise<boolean> {
    if (this.#state !== 'starting') return this.up;
    // Its failure is told by the events.
    this.#client.connect().catch(() => {});
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const timer = setTimeout(done, this.#connectTimeoutMs);
      const stop = this.onState(done);
    });
    if (!this.up) this.#goDown(this.#lastError);
    return this.up;
  }

  /**
   * Runs a script. Its keys must hash to one slot of a cluster.
   *
   * @throws RedisUnavailable at once when Redis is known to be away, else at the deadline.
   */
  async run(
    script: RedisScript,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<unknown> {
    if (!this.up) throw new RedisUnavailable('Redis is not answering.');
    try {
      const reply = await this.#send(script, keys, args);
      this.#failures = 0;
      return reply;
    } catch (error) {
      const reason = this.#describe(error);
      this.#failures += 1;
      if (this.#failures >= FAILURES_TO_OPEN) this.#goDown(reason);
      throw new RedisUnavailable(reason);
    }
  }

  /** Closes the connection without waiting for a server that does not answer. */
  close(): void {
    this.#state = 'closed';
    clearTimeout(this.#probeTimer);
    this.#listeners.clear();
    this.#client.disconnect();
  }

  async #send(
    script: RedisScript,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<unknown> {
    const values = [...keys, ...args];
    const reply = this.#client
      .evalsha(script.sha1, keys.length, ...values)
      .catch((error: Error) => {
        if (!error.message.startsWith('NOSCRIPT')) throw error;
        return this.#client.eval(script.lua, keys.length, ...values);
      });
    return await withDeadline(reply, this.#commandTimeoutMs);
  }

  async #probe(): Promise<void> {
    if (this.#state === 'up' || this.#state === 'closed') return;
    clearTimeout(this.#probeTimer);
    try {
      if (this.#client.status !== 'ready') throw new Error(this.#lastError);
      await this.#send(PROBE, [`${this.prefix}:probe`], []);
      this.#comeUp();
    } catch (error) {
      this.#lastError = this.#describe(error);
      this.#probeLater();
    }
  }

  #probeLater(): void {
    if (this.#state === 'closed') return;
    clearTimeout(this.#probeTimer);
    this.#probeTimer = setTimeout(
      () => void this.#probe(),
      this.#pauseMs * (1 + Math.random() / 4),
    );
    this.#probeTimer.unref();
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  #comeUp(): void {
    if (this.#state === 'up' || this.#state === 'closed') return;
    const wasDown = this.#state === 'down';
    this.#state = 'up';
    this.#failures = 0;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#lastError = CLOSED;
    const redis = describeAddress(this.#address);
    if (wasDown) {
      const downMs = Math.round(performance.now() - this.#downSince);
      this.#logger.info({ redis, downMs }, 'Redis answers again.');
    }
    this.#tell(true);
  }

  #goDown(reason: string): void {
    if (this.#state === 'down' || this.#state === 'closed') return;
    this.#state = 'down';
    this.#downSince = performance.now();
    const redis = describeAddress(this.#address);
    this.#logger.warn({ redis, reason }, 'Redis does not answer.');
    this.#tell(false);
    this.#probeLater();
  }

  #tell(up: boolean): void {
    for (const listener of [...this.#listeners]) listener(up);
  }

  #describe(error: unknown): string {
    if (!(error instanceof Error)) return CLOSED;
    const code = 'code' in error && typeof error.code === 'string' ? error.code : CLOSED;
    return withoutSecrets(error.message === '' ? code : error.message, this.#address);
  }
}

/**
 * Answers that are already in the socket when the deadline passes are still read, so that a
 * gateway that was busy itself does not blame Redis.
 */
function withDeadline(reply: Promise<unknown>, ms: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => setImmediate(() => reject(new Error(`no answer within ${ms} ms`))),
      ms,
    );
    void reply.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
