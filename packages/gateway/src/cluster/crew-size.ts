import { availableParallelism } from 'node:os';
import type { Config } from '../config/schema.ts';

/** How many processes a configuration asks for. */
export function crewSize({ workers }: Pick<Config, 'workers'>): number {
  return workers === 'auto' ? availableParallelism() : workers;
}
