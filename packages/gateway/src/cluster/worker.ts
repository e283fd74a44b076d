import { systemClock } from '../clock.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Config } from '../config/schema.ts';
import { secretsOf, secretsOfNodes } from '../config/secrets-of.ts';
import type { Counters } from '../counters.ts';
import type { CrashGuard } from '../crash-guard.ts';
import type { Changes, Gateway } from '../gateway-options.ts';
import type { Logger } from '../log.ts';
import { GatewayMetrics } from '../metrics/gateway-metrics.ts';
import { start } from '../start.ts';
import type { Tracer } from '../tracing/trace.ts';
import { AskChannel } from './ask-channel.ts';
import { type Beginning, isMessage, type ToPrimary, type ToWorker } from './messages.ts';
import { SharedLimitStore, SharedSlotStore, SharedSpendLedger } from './shared-stores.ts';

/** Nobody has asked for them, but nobody can any more. */
const LAST_METRICS = 0;

/** One of several processes that serve together; the primary tells it all it must know. */
export class ClusterWorker {
  readonly #makeLogger: (place: number) => Logger;
  readonly #openTracer: (logger: Logger) => Promise<Tracer | undefined>;
  readonly #crashGuard: CrashGuard;
  readonly #channel = new AskChannel((asks) => this.#send({ type: 'asks', asks }));
  readonly #collecting = new Map<number, (text: string) => void>();
  #lastId = 0;
  #gateway: Omit<Gateway, 'listen'> | undefined;
  /** The last that the primary told, perhaps before there was a gateway to be told. */
  #changes: Changes | undefined;
  #isReady = false;
  #isStopping = false;

  constructor(
    makeLogger: (place: number) => Logger,
    openTracer: (logger: Logger) => Promise<Tracer | undefined>,
    crashGuard: CrashGuard,
  ) {
    this.#makeLogger = makeLogger;
    this.#openTracer = openTracer;
    this.#crashGuard = crashGuard;
  }

  /** Serves until the primary or a signal ends it. */
  run(): void {
    process.on('message', (message: unknown) => {
      if (isMessage<ToWorker>(message)) this.#onMessage(message);
    });
    // The terminal sends these to all processes at once; what they mean, the primary tells.
    process.on('SIGHUP', () => {});
    let signals = 0;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        signals += 1;
        if (signals > 1) process.exit(1);
        void this.#stop();
      });
    }
    this.#send({ type: 'started' });
  }

  #onMessage(message: ToWorker): void {
    switch (message.type) {
      case 'begin':
        void this.#begin(message.beginning);
        break;
      case 'ready':
        this.#isReady = true;
        break;
      case 'configure':
        this.#configure(message.changes);
        break;
      case 'stop':
        void this.#stop();
        break;
      case 'answers':
        this.#channel.answer(message.answers);
        break;
      case 'tell-metrics':
        void this.#tellMetrics(message.id);
        break;
      case 'all-metrics':
        this.#collecting.get(message.id)?.(message.text);
        this.#collecting.delete(message.id);
        break;
    }
  }

  async #begin({ place, config, madeKey, port, changes, isReady }: Beginning): Promise<void> {
    this.#isReady = isReady;
    this.#changes = changes;
    this.#crashGuard.add(secretsOf(config));
    if (madeKey !== undefined) this.#crashGuard.add([madeKey]);
    const logger = this.#makeLogger(place);
    try {
      const started = await start(
        port === undefined ? config : { ...config, port },
        {
          logger,
          tracer: await this.#openTracer(logger),
          metrics: new GatewayMetrics({ process: true, worker: String(place) }),
          collectMetrics: () => this.#collectMetrics(),
          slots: new SharedSlotStore(this.#channel),
          whyNotReady: () => (this.#isReady ? undefined : 'waiting for other workers'),
        },
        { madeKey, counters: this.#countersOf(config) },
      );
      this.#gateway = started.gateway;
      if (this.#changes) this.#configure(this.#changes);
      this.#send({ type: 'listening', url: started.url, port: started.port });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#send({ type: 'failed', reason: error.message }, () => process.exit(2));
    }
  }

  #configure(changes: Changes): void {
    this.#changes = changes;
    this.#crashGuard.add(secretsOfNodes(changes.nodes ?? []));
    this.#gateway?.configure(changes);
  }

  /** Redis counts for all who use it; without it, the primary does. */
  #countersOf({ redis }: Config): Counters | undefined {
    if (redis) return undefined;
    return {
      limits: new SharedLimitStore(this.#channel, systemClock),
      ledger: new SharedSpendLedger(this.#channel),
      redisIsUp: undefined,
      close: async () => {},
    };
  }

  async #stop(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    await this.#gateway?.close();
    this.#channel.flush();
    await this.#tellMetrics(LAST_METRICS);
    process.disconnect();
  }

  async #tellMetrics(id: number): Promise<void> {
    const text = (await this.#gateway?.metricsText()) ?? '';
    await new Promise<void>((resolve) => this.#send({ type: 'metrics', id, text }, resolve));
  }

  #collectMetrics(): Promise<string> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#collecting.set(id, resolve);
      this.#send({ type: 'collect-metrics', id });
    });
  }

  /** The primary may be gone, and this process is about to end then. */
  #send(message: ToPrimary, sent: () => void = () => {}): void {
    if (process.connected && process.send) process.send(message, undefined, {}, () => sent());
    else sent();
  }
}
