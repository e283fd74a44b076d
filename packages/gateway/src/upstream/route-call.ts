import type { ErrorKind, OfoxError } from '@ofoxai/core';
import type { Clock } from '../clock.ts';
import { onAbandon, onCall, onFailure, onSuccess } from '../routing/circuit.ts';
import { withSample } from '../routing/latency.ts';
import type { CallTrace } from '../tracing/trace.ts';
import type { NodeRoute } from './node.ts';

/** Errors that are the node's own fault, or that of the gateway's account there. */
const FAULTS: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'internal',
  'upstream',
  'unavailable',
  'timeout',
  'stream',
  'rate_limit',
  'authentication',
  'quota',
]);

/** One call on one route, from its beginning to its end: what the route learns from it. */
export class RouteCall {
  readonly route: NodeRoute;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #random: () => number;
  readonly #isGuarded: boolean;
  readonly #startedAt: number;
  readonly #trace: CallTrace | undefined;
  #isOver = false;

  /** @param isGuarded whether a failure tells how the node is. */
  constructor(
    route: NodeRoute,
    clock: Pick<Clock, 'now'>,
    random: () => number,
    isGuarded: boolean,
    trace?: CallTrace,
  ) {
    this.route = route;
    this.#clock = clock;
    this.#random = random;
    this.#isGuarded = isGuarded;
    this.#trace = trace;
    this.#startedAt = clock.now();
    route.inFlight += 1;
    route.circuit = onCall(route.circuit, this.#startedAt);
  }

  /** Milliseconds since it was sent. */
  get elapsed(): number {
    return this.#clock.now() - this.#startedAt;
  }

  /** The answer begins. A node that was on trial has passed it. */
  answering(): void {
    const now = this.#clock.now();
    const { route } = this;
    route.latency = withSample(route.latency, now - this.#startedAt, now);
    if (route.circuit.probing) route.circuit = onSuccess(route.circuit, now);
    this.#trace?.answering();
  }

  /** The answer is complete, or the node has refused for good reason. */
  succeed(): void {
    if (!this.#end()) return;
    this.route.circuit = onSuccess(this.route.circuit, this.#clock.now());
  }

  /** The answer failed, before or after it had begun. */
  fail(error: OfoxError): void {
    if (!this.#isOver) this.#trace?.fail(error);
    if (error.kind === 'aborted' || !this.#isGuarded) this.abandon();
    else if (!FAULTS.has(error.kind)) this.succeed();
    else if (this.#end()) {
      const { circuit } = this.route;
      const now = this.#clock.now();
      this.route.circuit = onFailure(circuit, now, this.#random(), error.retryAfterMs);
    }
  }

  /** The caller went away, or the request never left: this tells nothing. */
  abandon(): void {
    if (!this.#end()) return;
    this.route.circuit = onAbandon(this.route.circuit);
  }

  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.route.inFlight -= 1;
    this.#trace?.end();
    return true;
  }
}
