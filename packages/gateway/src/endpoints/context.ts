import type { Clock } from '../clock.ts';
import type { Endpoint } from '../http/endpoint.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Provider } from '../provider.ts';

/** What every endpoint works with. */
export interface Context {
  readonly provider: Provider;
  readonly clock: Clock;
  /** The most bytes of a request's body. */
  readonly maxBodyBytes: number;
}

/** Answers one request. What it throws is told to the caller. */
export type Handler = (
  exchange: Exchange,
  endpoint: Endpoint,
  context: Context,
) => Promise<void> | void;
