import { defaultClientConditions, defineConfig } from 'vite';

/** Where `ofox-gateway` listens while the page is worked on with `vite`. */
const GATEWAY = process.env.OFOX_BASE_URL ?? 'http://127.0.0.1:8787';
const API_PATHS = ['/v1', '/anthropic', '/gemini', '/healthz', '/metrics', '/demo/session.json'];

export default defineConfig({
  // The page is served below a path that it does not know.
  base: './',
  resolve: { conditions: ['@ofoxai/source', ...defaultClientConditions] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { proxy: Object.fromEntries(API_PATHS.map((path) => [path, GATEWAY])) },
});
