export { createEmbeddedProvider } from './provider.ts';
