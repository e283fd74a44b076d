import { defineConfig } from 'vitest/config';

const figures = new URL('../../node_modules/.cache/tests-n8n.json', import.meta.url).pathname;

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['tests/*.test.mjs'],
    globalSetup: 'tests/support/setup.mjs',
    testTimeout: 120_000,
    // Installing n8n on an empty machine is part of it.
    hookTimeout: 900_000,
    // All files share one n8n, which has the two cores for itself.
    fileParallelism: false,
    // The JSON figures are what .ci/run makes its closing line from.
    reporters: ['verbose', ['json', { outputFile: figures }]],
  },
});
