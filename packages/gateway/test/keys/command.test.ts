import { hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runKeysCommand } from '../../src/keys/command.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

function setUp() {
  const directory = temporaryDirectory();
  const file = join(directory, 'keys.jsonl');
  const run = async (...argv: string[]) => {
    let out = '';
    let err = '';
    const code = await runKeysCommand([...argv, '--config', 'gateway.yaml'], {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      now: () => NOW,
      keysFileOf: (config) => (config === 'gateway.yaml' ? file : undefined),
    });
    return { code, out, err };
  };
  const entries = () =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { directory, file, run, entries };
}

describe('keys create', () => {
  it('prints the key once and stores its hash alone, readable by the owner alone', async () => {
    const { directory, file, run, entries } = setUp();
    const { code, out, err } = await run('create', '--name', 'ci');
    expect(code).toBe(0);
    expect(out).toMatch(/^sk-ofox-[\w-]{43}\n$/);
    expect(err).not.toContain(out.trim());
    const key = out.trim();
    expect(entries()).toEqual([
      { name: 'ci', sha256: hash('sha256', key), created: NOW.toISOString() },
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const name of readdirSync(directory)) {
      expect(readFileSync(join(directory, name), 'utf8')).not.toContain(key.slice(8));
    }
    expect(readdirSync(directory)).toEqual(['keys.jsonl']);
  });

  it('stores what the key may do', async () => {
    const { run, entries } = setUp();
    const { code } = await run(
      ...['create', '--rpm', '50', '--model', 'anthropic/*', '--model', 'ofox/echo'],
      ...['--routing', 'cost', '--fallback', 'a/b', '--fallback', 'c/d', '--expires', '30d'],
      ...['--spend-day', '5', '--spend-month', '99.50'],
    );
    expect(code).toBe(0);
    expect(entries()[0]).toMatchObject({
      rpm: 50,
      models: ['anthropic/*', 'ofox/echo'],
      routing: 'cost',
      fallback: ['a/b', 'c/d'],
      expires: '2026-12-22T12:00:00.000Z',
      spend: { day: '5', month: '99.50' },
    });
  });

  it.each([
    ['--rpm', 'many'],
    ['--rpm', '0'],
    ['--routing', 'fastest'],
    ['--expires', 'soon'],
    ['--expires', '2020-01-01'],
    ['--spend-day', '-5'],
    ['--spend-month', '$5'],
    ['--name', ''],
  ])('names the option that is wrong: %s %j', async (flag, value) => {
    const { run } = setUp();
    const { code, err, out } = await run('create', `${flag}=${value}`);
    expect(code).toBe(2);
    expect(err).toContain(flag);
    expect(out).toBe('');
  });

  it('loses no key when several are made at once', async () => {
    const { run, entries } = setUp();
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => run('create', '--name', `k${index}`)),
    );
    expect(
      entries()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Array.from({ length: 8 }, (_, index) => `k${index}`));
  });

  it('takes each name once', async () => {
    const { run } = setUp();
    await run('create', '--name', 'ci');
    expect((await run('create', '--name', 'ci')).err).toContain('already');
    await run('revoke', 'ci');
    expect((await run('create', '--name', 'ci')).code).toBe(0);
  });

  it('changes nothing in a file that it does not understand', async () => {
    const { directory, file, run } = setUp();
    writeFileSync(file, '{"sha256":"x"}\n');
    const { code, err } = await run('create');
    expect(code).toBe(2);
    expect(err).toContain('keys.jsonl, line 1: sha256');
    expect(readFileSync(file, 'utf8')).toBe('{"sha256":"x"}\n');
    expect(readdirSync(directory)).toEqual(['keys.jsonl']);
  });
});

describe('keys revoke', () => {
  it('revokes by name or id, and keeps the entry', async () => {
    const { run, entries } = setUp();
    await run('create', '--name', 'one');
    const made = await run('create');
    const id = /^key_[\w-]{12}/.exec(made.err)![0];
    expect((await run('revoke', 'one')).err).toMatch(/^key_\S+ is revoked\.\n$/);
    expect((await run('revoke', id)).code).toBe(0);
    expect(entries().map(({ revoked }) => revoked)).toEqual([NOW.toISOString(), NOW.toISOString()]);
    expect((await run('revoke', 'one')).code).toBe(2);
    expect((await run('revoke', 'nobody')).err).toContain('nobody');
  });
});

describe('keys list', () => {
  it('shows what is known, for people and for programs', async () => {
    const { run } = setUp();
    expect((await run('list')).out).toBe('There are no keys.\n');
    await run('create', '--name', 'ci', '--rpm', '50', '--expires', '1h', '--spend-day', '5');
    await run('create', '--name', 'old');
    await run('revoke', 'old');
    const { out } = await run('list');
    const [head, first, second] = out.split('\n');
    expect(head).toMatch(/^id +name +state/);
    expect(first).toMatch(/^key_\S+ +ci +active +2026-11-22 +2026-11-22 +50 +5 a day +all$/);
    expect(second).toMatch(/ old +revoked /);
    const { out: json } = await run('list', '--json');
    expect(JSON.parse(json.split('\n')[1]!)).toMatchObject({ name: 'old', state: 'revoked' });
  });
});

describe('keys', () => {
  it('explains itself', async () => {
    const { run } = setUp();
    expect((await run('--help')).out).toContain('keys revoke');
    for (const argv of [[], ['make'], ['create', 'ci'], ['revoke'], ['list', '--what']]) {
      expect((await run(...argv)).code).toBe(2);
    }
  });

  it('says when the file cannot be written', async () => {
    const { run } = setUp();
    const { code, err } = await run('create', '--keys-file', '/nowhere/at/all');
    expect(code).toBe(2);
    expect(err).toContain('ENOENT');
  });
});
