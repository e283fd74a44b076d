import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KEY, useGateway } from './support/gateway.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/^## (.+)\n(?:(?!^## )[\s\S])*?```ts\n([\s\S]*?)```/gm)];
const folder = new URL('./.readme/', import.meta.url);
const gateway = useGateway();

describe('the README', () => {
  beforeEach(() => {
    vi.stubEnv('OFOX_BASE_URL', gateway.url);
    vi.stubEnv('OFOX_API_KEY', KEY);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has code for each capability', () => {
    expect(blocks.length).toBe([...readme.matchAll(/```ts/g)].length);
  });

  it.each(blocks.map(([, title = '', code = '']) => [title, code]))(
    '%s',
    async (title, code) => {
      const said: unknown[][] = [];
      vi.spyOn(console, 'log').mockImplementation((...words) => void said.push(words));
      mkdirSync(folder, { recursive: true });
      const file = new URL(`${title.replace(/\W+/g, '-')}.ts`, folder);
      writeFileSync(
        file,
        code
          .replaceAll("'@ofoxai/langchain", "'../../src")
          .replaceAll("'../../src'", "'../../src/index.ts'")
          .replaceAll("'../../src/embeddings'", "'../../src/embeddings.ts'")
          .replaceAll("'../../src/image-tool'", "'../../src/image-tool.ts'"),
      );
      await import(file.href);
      expect(said.length).toBeGreaterThan(0);
      expect(said.flat()[0]).toBeTruthy();
    },
    20_000,
  );
});
