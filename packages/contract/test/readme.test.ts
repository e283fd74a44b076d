import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createGateway, type Gateway } from '@ofoxai/gateway';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

const KEY = 'sk-test-readme';
const folder = new URL('./.readme/', import.meta.url);

/** The packages that the README's readers install, as they are called here. */
const ALIASES: Record<string, string> = {
  openai: 'openai7',
  '@anthropic-ai/sdk': 'anthropic1',
  '@google/genai': 'genai3',
};

const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
const blocks = new Map(
  [...readme.matchAll(/```ts (\w+)\n([\s\S]*?)```/g)].map(([, name, code]) => [name, code]),
);

let gateway: Gateway;

beforeAll(async () => {
  gateway = createGateway({ keys: [{ key: KEY }] });
  const { url } = await gateway.listen({ host: '127.0.0.1', port: 0 });
  vi.stubEnv('OFOX_API_KEY', KEY);
  vi.stubEnv('OFOX_BASE_URL', url);
  await mkdir(folder, { recursive: true });
});

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
  await gateway.close();
});

async function run(name: string): Promise<string> {
  const code = (blocks.get(name) ?? '').replace(
    /from '([^']+)'/g,
    (_, module: string) => `from '${ALIASES[module] ?? module}'`,
  );
  const file = new URL(`${name}.ts`, folder);
  await writeFile(file, code);
  let printed = '';
  vi.spyOn(console, 'log').mockImplementation((...words) => {
    printed += `${words.map((word) => (typeof word === 'object' ? JSON.stringify(word) : word)).join(' ')}\n`;
  });
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  await import(/* @vite-ignore */ file.href);
  vi.restoreAllMocks();
  return printed;
}

describe('the code in README.md runs as it stands', () => {
  it.each([
    ['openai', /84.* by anthropic\/claude-sonnet-4\.5/s],
    ['anthropic', /1.*2.*3.*4.*5/s],
    ['gemini', /hello/i],
    ['core', /noted.*anthropic\/claude-sonnet-4\.5.*1.*2.*3/s],
    ['errors', /rate_limit 429 \d+ req_/],
  ])('%s', async (name, output) => {
    expect(await run(name)).toMatch(output);
  });

  it('leaves no block untested', () => {
    expect([...blocks.keys()]).toEqual(['openai', 'anthropic', 'gemini', 'core', 'errors']);
  });
});
