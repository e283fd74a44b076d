/**
 * How a node has behaved of late, and whether it may be asked now. A value: every step gives a new
 * one, and nothing here knows a clock.
 */
export interface Circuit {
  /** Failures since the last success. */
  readonly consecutive: number;
  /** Failures and calls of late; both fade by half every {@link HALF_LIFE_MS}. */
  readonly failures: number;
  readonly calls: number;
  readonly fadedAt: number;
  /** Closed to traffic until then, in milliseconds of the caller's clock; 0 when it is not. */
  readonly openUntil: number;
  /** How often it has opened without a success in between: each time it stays open longer. */
  readonly trips: number;
  /** One call is under way to see whether the node is well again. */
  readonly probing: boolean;
}

export type CircuitState = 'closed' | 'open' | 'half-open';

const HALF_LIFE_MS = 10_000;
const CONSECUTIVE_LIMIT = 3;
const RATE_LIMIT = 0.5;
const RATE_CALLS = 10;
const FIRST_COOL_DOWN_MS = 1_000;
const LONGEST_COOL_DOWN_MS = 60_000;

export const HEALTHY: Circuit = Object.freeze({
  consecutive: 0,
  failures: 0,
  calls: 0,
  fadedAt: 0,
  openUntil: 0,
  trips: 0,
  probing: false,
});

/** Half-open: the cool-down is over, and one call at a time may find out how the node is. */
export function circuitState(circuit: Circuit, now: number): CircuitState {
  if (circuit.openUntil === 0) return 'closed';
  return now < circuit.openUntil ? 'open' : 'half-open';
}

/** Whether a call may be sent: always when closed, one at a time when half-open. */
export function isAvailable(circuit: Circuit, now: number): boolean {
  const state = circuitState(circuit, now);
  return state === 'closed' || (state === 'half-open' && !circuit.probing);
}

/** A call is sent. */
export function onCall(circuit: Circuit, now: number): Circuit {
  return circuitState(circuit, now) === 'half-open' ? { ...circuit, probing: true } : circuit;
}

/** A call was answered: the node is well. */
export function onSuccess(circuit: Circuit, now: number): Circuit {
  const { failures, calls } = fade(circuit, now);
  return {
    consecutive: 0,
    failures,
    calls: calls + 1,
    fadedAt: now,
    openUntil: 0,
    trips: 0,
    probing: false,
  };
}

/** A call ended without telling how the node is: the caller went away. */
export function onAbandon(circuit: Circuit): Circuit {
  return circuit.probing ? { ...circuit, probing: false } : circuit;
}

/**
 * A call failed through the node's fault. After three in a row, or half of the recent ones, it
 * cools down for a second, doubled with each further trip up to a minute, jittered so that many
 * gateways do not come back at once.
 *
 * @param random in [0, 1).
 * @param retryAfterMs what the node itself asked for; obeyed at once and to the letter.
 */
export function onFailure(
  circuit: Circuit,
  now: number,
  random: number,
  retryAfterMs?: number,
): Circuit {
  const faded = fade(circuit, now);
  const failures = faded.failures + 1;
  const calls = faded.calls + 1;
  const consecutive = circuit.consecutive + 1;
  const failing = calls >= RATE_CALLS && failures / calls >= RATE_LIMIT;
  const counted = { consecutive, failures, calls, fadedAt: now, probing: false };
  const asked = retryAfterMs === undefined ? 0 : now + retryAfterMs;
  const alreadyOpen = circuitState(circuit, now) === 'open';
  const bad = circuit.probing || consecutive >= CONSECUTIVE_LIMIT || failing;
  if (!bad || alreadyOpen) {
    const openUntil = Math.max(asked, circuit.openUntil);
    return { ...counted, openUntil, trips: circuit.trips };
  }
  const coolDown = Math.min(FIRST_COOL_DOWN_MS * 2 ** circuit.trips, LONGEST_COOL_DOWN_MS);
  const openUntil = now + coolDown * (0.5 + random / 2);
  return { ...counted, openUntil: Math.max(openUntil, asked), trips: circuit.trips + 1 };
}

function fade(circuit: Circuit, now: number): { failures: number; calls: number } {
  const elapsed = Math.max(0, now - circuit.fadedAt);
  const factor = 0.5 ** (elapsed / HALF_LIFE_MS);
  return { failures: circuit.failures * factor, calls: circuit.calls * factor };
}
