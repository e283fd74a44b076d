import { statSync } from 'node:fs';
import { type Clock, systemClock } from '../clock.ts';
import type { Gateway } from '../gateway-options.ts';
import type { Logger } from '../log.ts';
import { ConfigError } from './config-error.ts';
import type { Config } from './schema.ts';

/** How often the file is looked at; this works wherever files do, also behind symbolic links. */
const LOOK_EVERY_MS = 1000;

/** Fields that take effect at once; all others with the next start. */
const LIVE = new Set<string>(['nodes', 'routing', 'fallback', 'auto']);

/** Reads the configuration again when its file changes or somebody says so. */
export class ConfigReloader {
  readonly #gateway: Pick<Gateway, 'configure'>;
  readonly #load: () => Config;
  readonly #logger: Logger;
  readonly #started: Config;

  constructor(
    gateway: Pick<Gateway, 'configure'>,
    started: Config,
    load: () => Config,
    logger: Logger,
  ) {
    this.#gateway = gateway;
    this.#started = started;
    this.#load = load;
    this.#logger = logger;
  }

  /**
   * Reads it now. A file that is wrong is rejected whole: the log tells what is wrong, and the last
   * good configuration serves on.
   *
   * @returns whether it was taken over.
   */
  reload(): boolean {
    let config: Config;
    try {
      config = this.#load();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const reason = error.message;
      this.#logger.error({ reason }, 'the configuration is wrong; the last good one serves on');
      return false;
    }
    const { nodes, routing, fallback, auto } = config;
    this.#gateway.configure({ nodes, defaults: { routing, fallback, auto } });
    this.#logger.info({ nodes: nodes.length }, 'the configuration was read again');
    const waiting = this.#changedForLater(config);
    if (waiting.length > 0) {
      this.#logger.warn({ fields: waiting }, 'these fields take effect with the next start');
    }
    return true;
  }

  /** Reloads when the file changes. Returns what stops it. */
  watch(
    file: string,
    clock: Pick<Clock, 'every'> = systemClock,
    everyMs = LOOK_EVERY_MS,
  ): () => void {
    let known = versionOf(file);
    return clock.every(everyMs, () => {
      const version = versionOf(file);
      if (version === known) return;
      known = version;
      // A file that is gone for a moment is about to be replaced.
      if (version !== undefined) this.reload();
    });
  }

  #changedForLater(config: Config): string[] {
    return Object.entries(config)
      .filter(([name]) => !LIVE.has(name))
      .filter(([name, value]) => {
        const before = this.#started[name as keyof Config];
        return JSON.stringify(value) !== JSON.stringify(before);
      })
      .map(([name]) => name);
  }
}

/** Changes when the file does; `undefined` when there is none. */
function versionOf(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat && `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
}
