import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCommand, USAGE } from '../../src/config/flags.ts';

const folder = mkdtempSync(join(tmpdir(), 'ofox-flags-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('readCommand', () => {
  it('has defaults for everything', () => {
    expect(readCommand([])).toMatchObject({
      config: { host: '127.0.0.1', rpm: 200, maxBodyBytes: 67_108_864, keys: [] },
      tour: false,
      once: false,
      help: false,
      version: false,
    });
  });

  it('puts flags before the file', () => {
    const file = join(folder, 'gateway.yaml');
    writeFileSync(file, 'port: 9000\nrpm: 5\nkeys: [sk-test-file]\n');
    const args = ['--config', file, '--rpm', '7', '--key', 'sk-test-a', '--key', 'sk-test-b'];
    expect(readCommand(args).config).toMatchObject({
      port: 9000,
      rpm: 7,
      keys: [{ key: 'sk-test-a' }, { key: 'sk-test-b' }],
    });
  });

  it.each([
    [['--prot', '1'], "Unknown option '--prot'"],
    [['extra'], 'extra'],
    [['--port', 'x'], '--port must be a whole number, not x.'],
    [['--port', '99999'], 'port: '],
    [['--rpm', '-1'], '--rpm'],
    [['--key', 'short'], 'keys[0]: must be 8 to 256 visible ASCII characters'],
    [['--once'], '--once means something with --tour only.'],
  ])('tells what is wrong with %j', (args, message) => {
    expect(() => readCommand(args)).toThrow(message);
  });

  it('documents each flag', () => {
    for (const flag of ['host', 'port', 'key', 'rpm', 'config', 'tour', 'once', 'version']) {
      expect(USAGE).toContain(`--${flag} `);
    }
  });
});
