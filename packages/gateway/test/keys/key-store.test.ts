import { hash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OfoxError } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { runKeysCommand } from '../../src/keys/command.ts';
import { KeyStore, type KeyStoreOptions, keyRefused } from '../../src/keys/key-store.ts';
import { makeKey } from '../../src/keys/secret-key.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

function setUp() {
  const file = join(temporaryDirectory(), 'keys.jsonl');
  const time = { now: NOW.getTime() };
  const told: string[] = [];
  const ticks: (() => void)[] = [];
  const options: KeyStoreOptions = {
    file,
    rpm: 200,
    now: () => time.now,
    clock: {
      every: (_, tick) => {
        ticks.push(tick);
        return () => ticks.splice(ticks.indexOf(tick), 1);
      },
    },
    logger: {
      info: (fields, message) => told.push(`info ${message} ${JSON.stringify(fields)}`),
      warn: (fields, message) => told.push(`warn ${message} ${JSON.stringify(fields)}`),
      error: (fields, message) => told.push(`error ${message} ${JSON.stringify(fields)}`),
    },
  };
  const keys = async (...argv: string[]) => {
    let out = '';
    const io = {
      out: (text: string) => (out += text),
      err: () => {},
      now: () => NOW,
      keysFileOf: () => undefined,
    };
    expect(await runKeysCommand([...argv, '--keys-file', file], io)).toBe(0);
    return out.trim();
  };
  return { file, time, told, ticks, options, keys };
}

describe('KeyStore', () => {
  it('finds keys of the configuration and of the file', async () => {
    const { options, keys } = setUp();
    const made = await keys('create', '--name', 'ci', '--rpm', '50', '--model', 'a/*');
    const hashed = makeKey();
    const store = await KeyStore.open({
      ...options,
      configured: [
        { key: 'sk-test-plain', name: 'plain' },
        { sha256: hash('sha256', hashed).toUpperCase(), rpm: 7 },
      ],
    });
    expect(store.size).toBe(3);
    expect(store.find('sk-test-plain')).toMatchObject({ name: 'plain', rpm: 200 });
    expect(store.find(hashed)?.rpm).toBe(7);
    expect(store.find(hashed)?.name).toBe(store.find(hashed)?.id);
    expect(store.find(made)).toMatchObject({ name: 'ci', rpm: 50, settings: { models: ['a/*'] } });
    expect(store.find(made)?.id).toMatch(/^key_[\w-]{12}$/);
    expect(store.find('sk-test-other')).toBeUndefined();
    expect(store.whyNot('sk-test-other')).toBe('unknown');
  });

  it('does without a file, and takes one up that comes later', async () => {
    const { options, ticks, keys } = setUp();
    const store = await KeyStore.open(options);
    expect(store.size).toBe(0);
    const made = await keys('create');
    expect(store.find(made)).toBeUndefined();
    ticks[0]?.();
    await store.reload();
    expect(store.find(made)).toBeDefined();
    store.close();
    expect(ticks).toEqual([]);
  });

  it('refuses keys that have expired or were revoked', async () => {
    const { options, time, keys } = setUp();
    const brief = await keys('create', '--expires', '1h');
    const revoked = await keys('create', '--name', 'revoked');
    await keys('revoke', 'revoked');
    const store = await KeyStore.open(options);
    expect(store.find(brief)).toBeDefined();
    time.now += 3_600_000;
    expect(store.find(brief)).toBeUndefined();
    expect(store.whyNot(brief)).toBe('expired');
    expect(store.whyNot(revoked)).toBe('revoked');
    expect(keyRefused('expired')).toMatchObject({ status: 401, code: 'invalid_api_key' });
  });

  it('ends the requests of a key that is revoked, and no others', async () => {
    const { options, keys } = setUp();
    const one = await keys('create', '--name', 'one');
    const other = await keys('create', '--name', 'other');
    const store = await KeyStore.open(options);
    const record = store.find(one)!;
    const ended: [string, OfoxError][] = [];
    const hold = (key: string, name: string) =>
      store.hold(store.find(key)!, (reason) => ended.push([name, reason]));
    hold(one, 'first');
    const release = hold(one, 'finished');
    hold(one, 'second');
    hold(other, 'other');
    expect(store.heldBy(record)).toBe(3);
    release();
    release();
    expect(store.heldBy(record)).toBe(2);
    await keys('revoke', 'one');
    await store.reload();
    expect(ended.map(([name]) => name).sort()).toEqual(['first', 'second']);
    expect(ended[0]?.[1]).toMatchObject({ kind: 'authentication', status: 401 });
    expect(store.heldBy(record)).toBe(0);
    // Found before, held after: it ends at once.
    store.hold(record, (reason) => ended.push(['late', reason]));
    expect(ended.at(-1)?.[0]).toBe('late');
  });

  it('ends the requests of a key that is removed from the file', async () => {
    const { file, options, keys } = setUp();
    const key = await keys('create');
    const store = await KeyStore.open(options);
    let reason: OfoxError | undefined;
    store.hold(store.find(key)!, (error) => {
      reason = error;
    });
    writeFileSync(file, '');
    await store.reload();
    expect(reason?.kind).toBe('authentication');
    expect(store.find(key)).toBeUndefined();
  });

  it('keeps its keys when the file is broken or gone, and tells it once', async () => {
    const { file, told, options, keys } = setUp();
    const key = await keys('create');
    const store = await KeyStore.open(options);
    writeFileSync(file, `{"sha256":"planted"}\n`);
    await store.reload();
    await store.reload();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^error the keys file cannot be read.*line 1: sha256/);
    expect(told[0]).not.toContain('planted');
    rmSync(file);
    await store.reload();
    await store.reload();
    expect(told).toHaveLength(2);
    expect(store.find(key)).toBeDefined();
  });

  it('does not start with a file that it does not understand', async () => {
    const { file, options } = setUp();
    writeFileSync(file, 'nonsense\n');
    await expect(KeyStore.open(options)).rejects.toThrow('keys.jsonl, line 1: this is not JSON');
  });
});
