import type { ErrorKind } from '@ofoxai/core';
import type { Config } from '../config/schema.ts';
import type { Changes } from '../gateway-options.ts';

/** What a worker wants of the counts that the primary keeps. */
export type Ask =
  | readonly ['limit', key: string, limit: number, isTaken: boolean]
  | readonly ['slot', key: string, most: number]
  | readonly ['free', key: string]
  /** Limits are integers of 1e-12 USD. */
  | readonly ['reserve', key: string, day: string | null, month: string | null, usd: string]
  | readonly ['settle', reservation: number, usd: string | null];

/** Answers to `limit`, `slot` and `reserve`; the other two have none. */
export type Answer =
  | readonly ['limit', isAllowed: boolean, remaining: number, resetMs: number]
  | readonly ['slot', isTaken: boolean]
  | readonly ['reservation', number: number]
  | readonly [
      'error',
      kind: ErrorKind,
      message: string,
      status: number | null,
      code: string | null,
    ];

/** What a worker needs to know to begin. */
export interface Beginning {
  /** Which place among the workers it has, from 1. */
  readonly place: number;
  readonly config: Config;
  /** The key that was made as none is configured. */
  readonly madeKey?: string;
  /** Where the others listen already. */
  readonly port?: number;
  /** What has changed since the start. */
  readonly changes?: Changes;
  /** Whether all workers were ready at some time. */
  readonly isReady: boolean;
}

export type ToWorker =
  | { readonly type: 'begin'; readonly beginning: Beginning }
  /** All workers are ready. */
  | { readonly type: 'ready' }
  | { readonly type: 'configure'; readonly changes: Changes }
  | { readonly type: 'stop' }
  | { readonly type: 'answers'; readonly answers: readonly Answer[] }
  /** Asks for the worker's own metrics. */
  | { readonly type: 'tell-metrics'; readonly id: number }
  /** The metrics of all workers. */
  | { readonly type: 'all-metrics'; readonly id: number; readonly text: string };

export type ToPrimary =
  /** The worker wants its beginning. */
  | { readonly type: 'started' }
  | { readonly type: 'listening'; readonly url: string; readonly port: number }
  /** The worker cannot serve, and ends. */
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'asks'; readonly asks: readonly Ask[] }
  | { readonly type: 'metrics'; readonly id: number; readonly text: string }
  /** A caller wants the metrics of all workers. */
  | { readonly type: 'collect-metrics'; readonly id: number };

/** Whether somebody's message is one of these: Node sends others of its own. */
export function isMessage<M extends ToWorker | ToPrimary>(message: unknown): message is M {
  return typeof message === 'object' && message !== null && 'type' in message;
}
