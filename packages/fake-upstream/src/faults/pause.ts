import { type Fault, isBody, type Pause } from '../step.ts';

/** Waits before anything is answered; `Infinity` hangs until the client leaves. */
export function pauseBeforeHeaders(pause: Pause): Fault {
  return function* (steps) {
    yield { do: 'pause', pause };
    yield* steps;
  };
}

/** Waits between the head and the first chunk; `Infinity` hangs until the client leaves. */
export function pauseAfterHeaders(pause: Pause): Fault {
  return pauseAfterChunks(0, pause);
}

/** Waits after some chunks; `Infinity` hangs until the client leaves. */
export function pauseAfterChunks(count: number, pause: Pause): Fault {
  return function* (steps) {
    let sent = 0;
    for (const step of steps) {
      yield step;
      const counted = isBody(step);
      if (counted) sent += 1;
      if (sent === count && (counted || step.do === 'head')) yield { do: 'pause', pause };
    }
  };
}

/** Waits between any two chunks. */
export function pauseBetweenChunks(ms: number): Fault {
  return function* (steps) {
    let sent = 0;
    for (const step of steps) {
      if (isBody(step)) {
        if (sent > 0) yield { do: 'pause', pause: ms };
        sent += 1;
      }
      yield step;
    }
  };
}
