export { Catalog } from './catalog/catalog.ts';
export type { Clock } from './clock.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export type { KeyOptions } from './http/key-ring.ts';
export type { LimitState, LimitStore } from './limits/limit-store.ts';
export type { Logger, RequestRecord } from './log.ts';
export type { CallOptions, Provider } from './provider.ts';
