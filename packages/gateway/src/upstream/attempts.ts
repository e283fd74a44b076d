import {
  type Attempt,
  describeAttempt,
  mostTellingError,
  OfoxError,
  type Routing,
  triggersFallback,
} from '@ofoxai/core';
import { modelNotFound } from '../catalog/model-not-found.ts';
import type { Clock } from '../clock.ts';
import { chooseRoute } from '../routing/choose.ts';
import type { RouteTable } from '../routing/route-table.ts';
import type { CallBase } from './chat-call.ts';
import { CannotCarry, concealed, type NodeRoute } from './node.ts';
import { RouteCall } from './route-call.ts';
import type { Upstreams } from './upstreams.ts';

/** However many nodes fail, a caller is told at some time. */
const MAX_ATTEMPTS = 12;

/** What is to be tried, and in which order. */
export interface Plan {
  /** The model asked for and those to fall back on, as the caller names them. */
  readonly models: readonly string[];
  /** The caller's own `provider.fallback`, where errors about its models belong. */
  readonly fallback?: readonly string[] | undefined;
  readonly routing: Routing;
  /** Tokens that will be read and written, estimated. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What the attempts need besides the request. */
export interface AttemptContext {
  readonly upstreams: Upstreams;
  readonly clock: Pick<Clock, 'now'>;
  /** Gives numbers in [0, 1). */
  readonly random: () => number;
}

/** What was tried for a request; those who tell of it read it whenever they want to. */
export interface AttemptLog {
  /** The node that was asked last. */
  provider?: string;
  /** Filled when the first try was not the last. */
  attempts?: Attempt[];
}

/** An answer, and the call that brought it, which is over only when somebody says so. */
export interface Answered<T> {
  readonly answer: T;
  readonly call: RouteCall;
}

/**
 * Asks for an answer: each node that serves the model, in the order that routing gives, then the
 * nodes of the next model of the plan. One call at a time; after an error that is no trigger by
 * core's rules, none.
 *
 * @param ask makes one call. Its promise must not be fulfilled before there is output.
 * @throws OfoxError of the attempt that tells most, with the list of all of them.
 */
export async function attempt<T>(
  plan: Plan,
  call: CallBase,
  { upstreams, clock, random }: AttemptContext,
  log: AttemptLog,
  ask: (route: NodeRoute) => Promise<T>,
): Promise<Answered<T>> {
  const tries = new Tries(log);
  for (const name of plan.models) {
    tries.place = placeOf(name, plan);
    const id = upstreams.resolve(name);
    const table = upstreams.table(id);
    if (!table) tries.add(describeAttempt(name, 0), unserved(name, id, upstreams));
    let tried: Set<NodeRoute> | undefined;
    while (table && !tries.isOver) {
      const now = clock.now();
      const route = chooseRoute(table, plan, tried ?? NONE, now, random);
      if (!route) {
        if (!tried) tries.add(describeAttempt(id, 0), allResting(id, table, now));
        break;
      }
      tries.asks(route);
      const isGuarded = route.owner.isGuarded(call, route);
      const routeCall = new RouteCall(route, clock, random, isGuarded, call.trace?.call(route));
      try {
        const answer = await ask(route);
        routeCall.answering();
        tries.answered(routeCall);
        return { answer, call: routeCall };
      } catch (thrown) {
        const { reason } = call.cancellation;
        if (reason) {
          routeCall.abandon();
          throw reason;
        }
        tries.failed(thrown, call, routeCall);
      }
      tried ??= new Set();
      tried.add(route);
    }
    if (tries.isOver) break;
  }
  throw tries.error();
}

const NONE: ReadonlySet<NodeRoute> = new Set();

/** What became of the attempts so far. */
class Tries {
  readonly #log: AttemptLog;
  /** The field of the request that names the model which is asked. */
  place = 'model';
  #attempts: Attempt[] | undefined;
  #errors: OfoxError[] | undefined;
  /** A node whose wire cannot say the request is no failure; another's may. */
  #refusal: OfoxError | undefined;

  constructor(log: AttemptLog) {
    this.#log = log;
  }

  /** Whether nothing more may be tried. */
  get isOver(): boolean {
    const last = this.#errors?.at(-1);
    if ((this.#attempts?.length ?? 0) >= MAX_ATTEMPTS) return true;
    return last !== undefined && !triggersFallback(last);
  }

  asks(route: NodeRoute): void {
    this.#log.provider = route.node;
  }

  answered(routeCall: RouteCall): void {
    if (!this.#attempts) return;
    const { route, elapsed } = routeCall;
    this.#tell({ ...describeAttempt(route.model, Math.round(elapsed)), provider: route.node });
  }

  /** A call failed; tells the route so. */
  failed(thrown: unknown, call: CallBase, routeCall: RouteCall): void {
    const { route, elapsed } = routeCall;
    const error = errorOf(thrown, call, route);
    const attempt = describeAttempt(route.model, Math.round(elapsed), error);
    this.#tell({ ...attempt, provider: route.node });
    if (thrown instanceof CannotCarry) {
      routeCall.abandon();
      this.#refusal ??= error;
    } else {
      routeCall.fail(error);
      this.#keep(error);
    }
  }

  /** Nobody could be asked. */
  add(attempt: Attempt, error: OfoxError): void {
    const { kind, status } = error;
    this.#tell({ ...attempt, kind, ...(status === undefined ? {} : { status }) });
    this.#keep(error);
  }

  /** What to tell when nobody has answered. */
  error(): OfoxError {
    const errors = this.#errors ?? [];
    const last = errors.pop() ?? (this.#refusal as OfoxError);
    return mostTellingError(errors, last).with({ attempts: this.#attempts ?? [] });
  }

  #keep(error: OfoxError): void {
    this.#errors ??= [];
    const isElsewhere = error.param === 'model' && this.place !== 'model';
    this.#errors.push(isElsewhere ? error.with({ param: this.place }) : error);
  }

  #tell(attempt: Attempt): void {
    this.#attempts ??= [];
    this.#attempts.push(attempt);
    this.#log.attempts = this.#attempts;
  }
}

function errorOf(thrown: unknown, call: CallBase, { owner }: NodeRoute): OfoxError {
  if (thrown instanceof CannotCarry) return thrown.error;
  return concealed(call.errorOf(thrown), owner);
}

function placeOf(name: string, { models, fallback }: Plan): string {
  const at = models[0] === name ? -1 : (fallback?.indexOf(name) ?? -1);
  return at === -1 ? 'model' : `provider.fallback[${at}]`;
}

/** A model that exists, but that no node has, is unavailable; any other is a wrong id. */
function unserved(name: string, id: string, upstreams: Upstreams): OfoxError {
  if (!upstreams.knows(id)) return modelNotFound(name, upstreams.catalog);
  return new OfoxError('not_found', `No node of this gateway serves ${id}.`, {
    status: 404,
    code: 'model_unavailable',
    param: 'model',
  });
}

/** Every node that has the model failed of late, and is left alone for a while. */
function allResting(id: string, { routes }: RouteTable<NodeRoute>, now: number): OfoxError {
  let soonest = Number.POSITIVE_INFINITY;
  for (const { circuit } of routes) soonest = Math.min(soonest, circuit.openUntil - now);
  const message = `All nodes that serve ${id} have failed of late and are left alone for a while.`;
  return new OfoxError('unavailable', message, {
    status: 503,
    code: 'model_unavailable',
    retryAfterMs: Math.max(1, Math.ceil(soonest)),
  });
}
