import { existsSync, readdirSync } from 'node:fs';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const root = (path: string) => new URL(path, import.meta.url);
const packages = ['packages', 'apps']
  .filter((folder) => existsSync(root(folder)))
  .flatMap((folder) => readdirSync(root(folder)).map((name) => `${folder}/${name}`))
  .filter((path) => existsSync(root(`${path}/test`)));

export default defineConfig({
  // Workspace packages are read from their sources, so tests need no build.
  ssr: { resolve: { conditions: ['@ofoxai/source', ...defaultServerConditions] } },
  test: {
    projects: packages.map((path) => ({
      extends: true as const,
      test: {
        name: path.replace(/^.*\//, ''),
        root: path,
        include: ['test/**/*.test.ts'],
        // The SDKs are large: loading them for each file anew takes longer than the tests.
        isolate: path !== 'packages/contract',
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
