import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { bundle } from '../../bundle.mjs';
import { KEY } from './start.ts';

/** `legacy` opens with `initialize`, `modern` with `server/discover`. */
export type Era = 'legacy' | 'modern';

export const ERAS: readonly Era[] = ['legacy', 'modern'];

/** A client of the official SDK that insists on an era. */
export function makeClient(era: Era): Client {
  const mode = era === 'legacy' ? 'legacy' : { pin: '2026-07-28' };
  return new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
}

/** The program, bundled once for the tests of a file. Gives its path when they run. */
export function useProgram(): () => string {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ofox-mcp-program-'));
    await bundle('main', join(folder, 'main.js'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => join(folder, 'main.js');
}

/** A client at the other end of the program's stdin and stdout. */
export async function connectStdio(
  program: string,
  apiUrl: string,
  era: Era,
  env: Record<string, string> = {},
): Promise<{ client: Client; transport: StdioClientTransport }> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program],
    env: { OFOX_API_KEY: KEY, OFOX_BASE_URL: apiUrl, ...env },
    stderr: 'ignore',
  });
  const client = makeClient(era);
  await client.connect(transport);
  onTestFinished(() => client.close());
  return { client, transport };
}
