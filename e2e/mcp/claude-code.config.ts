import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['claude-code.ts'],
    // The first run fetches a program of 364 MB.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
