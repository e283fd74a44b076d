export { createEmbeddedProvider, type EmbeddedProviderOptions } from './provider.ts';
