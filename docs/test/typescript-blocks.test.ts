import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { shownAs } from './output.ts';
import { blocksOf, pages } from './pages.ts';
import { useReadersGateway } from './readers-gateway.ts';

const folder = new URL('.blocks/', import.meta.url);

/** Pages whose code another package's tests run, or which show pieces of code. */
const RUN_ELSEWHERE = /^(?:CONTRIBUTING\.md|packages\/(?:langchain|mcp|fake-upstream)\/)/;

const blocks = pages
  .filter(({ path }) => !RUN_ELSEWHERE.test(path))
  .flatMap((page) =>
    blocksOf(page)
      .filter(({ language }) => language === 'ts')
      .map((block, index) => {
        const title = `${page.path} ${block.name || index}`;
        return { ...block, title, file: new URL(`${title.replace(/\W+/g, '-')}.ts`, folder) };
      }),
  );

describe('TypeScript in the pages', () => {
  useReadersGateway();

  beforeAll(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const { file, code } of blocks) writeFileSync(file, `${code}\nexport {};\n`);
    const config = { extends: '../../tsconfig.json', include: ['*.ts'], exclude: [] };
    writeFileSync(new URL('tsconfig.json', folder), JSON.stringify(config));
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is well typed', async () => {
    const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
    const run = promisify(execFile)(process.execPath, [tsc, '-p', fileURLToPath(folder)]);
    expect(
      await run.then(
        () => '',
        ({ stdout }) => stdout,
      ),
    ).toBe('');
  }, 120_000);

  it.each(blocks.filter(({ name }) => name !== ''))('$title', async ({ file, output }) => {
    let printed = '';
    vi.spyOn(console, 'log').mockImplementation((...words) => {
      printed += `${format(...words)}\n`;
    });
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += text;
      return true;
    });
    await import(/* @vite-ignore */ file.href);
    vi.restoreAllMocks();
    expect(printed.trim()).not.toBe('');
    if (output !== undefined) expect(printed.trim()).toMatch(shownAs(output));
  });
});
