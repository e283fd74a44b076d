import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { checkConfig, loadConfig } from '../../src/config/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'ofox-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('loadConfig', () => {
  it('reads YAML and JSON', () => {
    const yaml = write(
      'a.yaml',
      'port: 9000\nkeys:\n  - sk-test-1\n  - {key: sk-test-2, rpm: 5}\n',
    );
    const config = loadConfig(yaml);
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 9000,
      rpm: 200,
      maxBodyBytes: 67_108_864,
      keys: [{ key: 'sk-test-1' }, { key: 'sk-test-2', rpm: 5 }],
    });
    expect(loadConfig(write('a.json', JSON.stringify(config)))).toEqual(config);
    expect(loadConfig(write('empty.yaml', ''))).toMatchObject({ rpm: 200, keys: [] });
  });

  it('tells what cannot be read', () => {
    expect(() => loadConfig(join(folder, 'nowhere.yaml'))).toThrow(ConfigError);
    expect(() => loadConfig(write('broken.yaml', 'a: [1'))).toThrow('neither YAML nor JSON');
  });
});

describe('checkConfig', () => {
  it.each([
    [{ port: 70_000 }, 'port: '],
    [{ prot: 1 }, '(top level): Unrecognized key: "prot"'],
    [{ rpm: 0 }, 'rpm: '],
    [{ keys: ['short'] }, 'keys[0]: '],
    [{ keys: ['sk-test-1', { key: 'sk-test-2', rpm: 'x' }] }, 'keys[1].rpm: '],
    [{ keys: [{ name: 'nobody' }] }, 'keys[0]: needs either key or sha256'],
    [{ keys: [{ sha256: 'abc' }] }, 'keys[0].sha256: must be 64 hexadecimal digits'],
    [[], '(top level): '],
  ])('tells the path of what is wrong in %j', (value, message) => {
    expect(() => checkConfig(value, 'gateway.yaml')).toThrow(message);
    expect(() => checkConfig(value, 'gateway.yaml')).toThrow('gateway.yaml is not a valid');
  });
});
