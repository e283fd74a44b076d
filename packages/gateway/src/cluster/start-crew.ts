import type { Config } from '../config/schema.ts';
import type { Gateway } from '../gateway-options.ts';
import type { Logger } from '../log.ts';
import { makeFirstKey, notesOf, type Started } from '../start.ts';
import { openMemoryCounters } from '../stores.ts';
import { Authority } from './authority.ts';
import { Crew } from './crew.ts';
import { findFreePort } from './free-port.ts';

/** A gateway of several processes that listens. */
export interface CrewStarted extends Pick<Started, 'url' | 'notes' | 'madeKey'> {
  readonly gateway: Pick<Gateway, 'configure' | 'close'>;
}

/**
 * Starts a gateway of several processes that listen on one port. Without Redis, this process counts
 * for all of them.
 *
 * @param size how many processes serve.
 * @throws ConfigError as `start` does.
 */
export async function startCrew(
  config: Config,
  size: number,
  logger: Logger,
): Promise<CrewStarted> {
  const madeKey = makeFirstKey(config);
  const counters = await openMemoryCounters(config.redis ? {} : config, logger);
  const authority = new Authority(counters.limits, counters.ledger);
  let crew: Crew;
  let listening: { url: string; port: number };
  try {
    const port = config.port === 0 ? await findFreePort(config.host) : config.port;
    crew = new Crew({ size, config: { ...config, port }, madeKey, authority, logger });
    listening = await crew.start();
  } catch (error) {
    await counters.close();
    throw error;
  }
  return {
    url: listening.url,
    madeKey,
    notes: notesOf(config, madeKey, listening.port),
    gateway: {
      configure: (changes) => crew.configure(changes),
      async close() {
        if (!(await crew.stop())) logger.error({}, 'workers that did not stop were killed');
        await counters.close();
      },
    },
  };
}
