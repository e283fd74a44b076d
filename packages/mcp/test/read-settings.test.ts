import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OPTIONS, usage } from '../src/options.ts';
import { readSettings } from '../src/read-settings.ts';
import { tempFolder } from './support/start.ts';

describe('settings', () => {
  test('come from flags, else from the environment, else from defaults', () => {
    const env = { OFOX_MAX_SPEND_USD: '2', OFOX_TOOLS: 'chat, compare', OFOX_DEFAULT_MODEL: '' };
    const settings = readSettings(['--max-spend', '1'], env);
    expect(settings.spend.total).toBe(1);
    expect(settings.selection.tools).toEqual(['chat', 'compare']);
    expect(settings.defaults.chat).toBe('openai/gpt-5-mini');
    expect(settings.http).toBeUndefined();
  });

  test('every flag has a variable of its own, and is told by --help', () => {
    const variables = Object.values(OPTIONS).map(({ env }) => env);
    expect(new Set(variables).size).toBe(variables.length);
    for (const name of Object.keys(OPTIONS)) expect(usage()).toContain(`--${name}`);
  });

  test.each([
    [['--api-key', 'sk-test-1'], {}, /OFOX_API_KEY/],
    [['--api-key=sk-test-1'], {}, /seen by every process/],
    [['--max-spend', 'much'], {}, /--max-spend/],
    [['--unknown'], {}, /--unknown/],
    [[], { OFOX_READ_ONLY: 'maybe' }, /OFOX_READ_ONLY/],
    [[], { OFOX_MAX_CONCURRENCY: '0' }, /OFOX_MAX_CONCURRENCY/],
    [['--http', '--port', '70000'], {}, /--port/],
    [['--http', '--host', '0.0.0.0'], {}, /MCP_AUTH_TOKEN/],
    [['--http', '--host', '0.0.0.0'], { MCP_AUTH_TOKEN: 'x'.repeat(32) }, /--allowed-hosts/],
    [['--http', '--host', '0.0.0.0', '--allowed-hosts', 'a.example'], {}, /MCP_AUTH_TOKEN/],
    [['--http'], { MCP_AUTH_TOKEN: 'short' }, /16 characters/],
    [['--api-key-file', '/does/not/exist'], {}, /cannot be read/],
  ])('%j with %j are refused', (args, env, message) => {
    expect(() => readSettings(args, env)).toThrow(message);
  });

  test('keep the key in a file', () => {
    const file = join(tempFolder(), 'key');
    writeFileSync(file, 'sk-test-file\n');
    expect(readSettings(['--api-key-file', file], {}).apiKey).toBe('sk-test-file');
  });

  test('let a server beyond loopback start with a token and its names', () => {
    const args = ['--http', '--host', '0.0.0.0', '--allowed-hosts', 'mcp.example'];
    const { http } = readSettings(args, { MCP_AUTH_TOKEN: 'x'.repeat(32) });
    expect(http).toMatchObject({ allowedHosts: ['mcp.example'], port: 3333 });
  });
});
