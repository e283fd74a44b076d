import { existsSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { KEY, startGateway } from './support/start.ts';

const EXAMPLE = new URL('../../../examples/mcp/second-opinion.ts', import.meta.url);
const isBuilt = existsSync(new URL('../dist/main.js', import.meta.url));

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

// The example starts the built program, as its readers do; `npx -y pnpm@12 test` builds it first.
it.skipIf(!isBuilt)('examples/mcp/second-opinion.ts gets two opinions', async () => {
  vi.stubEnv('OFOX_API_KEY', KEY);
  vi.stubEnv('OFOX_BASE_URL', await startGateway());
  const said: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((...words) => void said.push(words.join(' ')));
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await import(/* @vite-ignore */ EXAMPLE.href);
  expect(said.join('\n')).toMatch(/openai\/gpt-5-mini[\s\S]*google\/gemini-3-flash-preview/);
});
