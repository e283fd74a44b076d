export { Catalog } from './catalog/catalog.ts';
export type { Clock } from './clock.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export type { KeyOptions } from './keys/key-options.ts';
export { KeyStore, type KeyStoreOptions } from './keys/key-store.ts';
export type { Reservation, SpendLedger, SpendLimits } from './keys/spend/spend-ledger.ts';
export type { LimitState, LimitStore } from './limits/limit-store.ts';
export type { Logger, RequestRecord } from './log.ts';
export type { CallOptions, Provider } from './provider.ts';
