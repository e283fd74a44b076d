import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MemorySpendLedger } from '../../../src/keys/spend/memory-spend-ledger.ts';
import { SpendFile } from '../../../src/keys/spend/spend-file.ts';
import { parseUsd } from '../../../src/keys/spend/usd.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

function setUp() {
  const file = join(temporaryDirectory(), 'spent.json');
  const time = { now: Date.parse('2026-06-15T12:00:00Z') };
  const told: object[] = [];
  const ignore = () => {};
  const open = async () => {
    const ledger = new MemorySpendLedger(() => time.now);
    const logger = { info: ignore, warn: ignore, error: (fields: object) => told.push(fields) };
    const saved = await SpendFile.open(file, ledger, { every: () => ignore }, logger);
    return { ledger, saved };
  };
  return { file, time, told, open };
}

describe('SpendFile', () => {
  it('keeps what was spent through a restart, but not what was only reserved', async () => {
    const { file, open } = setUp();
    const { ledger, saved } = await open();
    ledger.reserve('a', {}, '1').settle('0.000000000001');
    ledger.reserve('b', {}, '1').settle('12.5');
    ledger.reserve('b', {}, '1');
    await saved.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { ledger: next } = await open();
    expect(next.spending('a')).toMatchObject({ day: 1n, month: 1n, reserved: 0n });
    expect(next.spending('b')).toMatchObject({ day: parseUsd('12.5'), reserved: 0n });
  });

  it('forgets days and months that are over', async () => {
    const { time, open } = setUp();
    const { ledger, saved } = await open();
    ledger.add('a', 5n);
    await saved.close();
    time.now += 86_400_000;
    const { ledger: next, saved: savedNext } = await open();
    expect(next.spending('a')).toMatchObject({ day: 0n, month: 5n });
    time.now += 30 * 86_400_000;
    await savedNext.close();
    expect([...next.entries()]).toEqual([]);
  });

  it('writes only what has changed', async () => {
    const { file, open } = setUp();
    const { ledger, saved } = await open();
    await saved.save();
    expect(() => readFileSync(file)).toThrow('ENOENT');
    ledger.add('a', 5n);
    await Promise.all([saved.save(), saved.save()]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      spent: { a: { dayTotal: '5', monthTotal: '5' } },
    });
  });

  it('tells when it cannot write, and goes on', async () => {
    const { file, told, open } = setUp();
    const { ledger, saved } = await open();
    ledger.add('a', 5n);
    mkdirSync(file);
    await saved.save();
    expect(told).toHaveLength(1);
    rmSync(file, { recursive: true });
    await saved.save();
    expect(readFileSync(file, 'utf8')).toContain('"a"');
  });

  it('does not begin at 0 by itself when the file is broken', async () => {
    const { file, open } = setUp();
    for (const text of ['', '[]', '{"spent":{"a":{"day":1}}}']) {
      writeFileSync(file, text);
      await expect(open()).rejects.toThrow('Remove it to begin at 0');
    }
  });
});
