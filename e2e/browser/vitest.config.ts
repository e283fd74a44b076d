import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: './setup.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One browser and one gateway at a time: what takes long is the browser, not the waiting.
    fileParallelism: false,
    reporters: [
      'default',
      ['json', { outputFile: '../../node_modules/.cache/tests-browser.json' }],
    ],
  },
});
