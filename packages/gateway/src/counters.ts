import type { SpendLedger } from './keys/spend/spend-ledger.ts';
import type { LimitStore } from './limits/limit-store.ts';

/** What a gateway counts of its callers: what they have sent and what they spent. */
export interface Counters {
  readonly limits: LimitStore;
  readonly ledger: SpendLedger;
  /** Whether Redis answers; `undefined` where there is none. */
  readonly redisIsUp: (() => boolean) | undefined;
  /** Saves what there is to save. To be called when no request is under way any more. */
  close(): Promise<void>;
}
