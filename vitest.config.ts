import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const root = (path: string) => new URL(path, import.meta.url);
const packages = ['packages', 'apps']
  .filter((folder) => existsSync(root(folder)))
  .flatMap((folder) => readdirSync(root(folder)).map((name) => `${folder}/${name}`))
  .concat('docs')
  .filter((path) => existsSync(root(`${path}/test`)));

const fromN8n = createRequire(root('packages/n8n-nodes-ofoxai/package.json'));

/** Nothing lives beyond a test there, and loading all modules for each file takes longer than the tests. */
const UNISOLATED = ['packages/core', 'packages/contract'];

export default defineConfig({
  // Workspace packages are read from their sources, so tests need no build.
  ssr: { resolve: { conditions: ['@ofoxai/source', ...defaultServerConditions] } },
  // n8n itself loads these with require(); their ESM halves do not resolve in Node.
  resolve: {
    alias: {
      'n8n-workflow': fromN8n.resolve('n8n-workflow'),
      '@n8n/ai-node-sdk': fromN8n.resolve('@n8n/ai-node-sdk'),
    },
  },
  test: {
    // By itself vitest leaves one core free, which on two cores is half the machine.
    maxWorkers: '100%',
    projects: packages.map((path) => ({
      extends: true as const,
      test: {
        name: path.replace(/^.*\//, ''),
        root: path,
        include: ['test/**/*.test.ts'],
        setupFiles: [fileURLToPath(root('tools/property-seed.ts'))],
        isolate: !UNISOLATED.includes(path),
        // Slow machines are no fault of the code's; what hangs still fails.
        testTimeout: 30_000,
        hookTimeout: 30_000,
        expect: { poll: { timeout: 10_000 } },
      },
    })),
    // The JSON figures are what .ci/run makes its closing line from.
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/tests.json' }]],
    coverage: {
      provider: 'v8',
      include: ['{packages,apps}/*/src/**/*.ts'],
      exclude: ['**/main.ts', '**/index.ts'],
    },
  },
});
