import { BaseClient } from './client.ts';
import type { ClientOptions } from './options.ts';
import { defaultPlatform } from './platform.ts';
import type { Platform } from './transport.ts';

/** The API's client for Node, browsers and workers. */
export class OfoxClient extends BaseClient {
  /**
   * @param platform what to use instead of `fetch`, timers, clock, dice or environment.
   * @throws OfoxError of kind `authentication` when there is no key, and of kind `invalid_request`
   * that names the option which is unknown or makes no sense.
   */
  constructor(options: ClientOptions = {}, platform: Partial<Platform> = {}) {
    super(options, { ...defaultPlatform, ...platform });
  }
}
