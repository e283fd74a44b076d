import { setImmediate as nextTurn } from 'node:timers/promises';

let last: Promise<void> = Promise.resolve();

/**
 * Resolves in a turn of the event loop that nobody else gets by this function, so that large pieces
 * of work that come at once do not add up to one long turn, in which nothing else happens.
 */
export function oneATurn(): Promise<void> {
  last = last.then(() => nextTurn());
  return last;
}
