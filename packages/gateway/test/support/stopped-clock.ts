import { type Clock, systemClock } from '../../src/clock.ts';

/** A clock that a test sets, whichever way; timers run as they always do. */
export interface StoppedClock extends Clock {
  time: number;
}

export function stoppedClock(time = 0): StoppedClock {
  const clock: StoppedClock = { ...systemClock, time, now: () => clock.time };
  return clock;
}
