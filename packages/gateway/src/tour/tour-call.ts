import type { Outcome } from './line.ts';

/** What a call came to, but for its time. */
export type Told = Omit<Outcome, 'ms'>;

/** One call of the tour. What it throws means that it did not do as it should. */
export interface TourCall {
  title: string;
  run(): Promise<Told>;
}
