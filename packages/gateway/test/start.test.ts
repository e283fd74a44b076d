import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkConfig } from '../src/config/load.ts';
import { start } from '../src/start.ts';

async function started(config: object) {
  const result = await start(checkConfig(config, 'test'), {});
  onTestFinished(() => result.gateway.close({ graceMs: 1 }));
  return result;
}

async function takePort(port: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return (server.address() as { port: number }).port;
}

describe('start', () => {
  it('makes a key when there is none, and tells it', async () => {
    const { key, notes, url } = await started({ port: 0 });
    expect(key).toMatch(/^sk-ofox-[\w-]{43}$/);
    expect(notes).toEqual([expect.stringContaining(key ?? '')]);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('tells the configured key, where it knows it in clear', async () => {
    expect((await started({ port: 0, keys: ['sk-test-mine'] })).key).toBe('sk-test-mine');
    const sha256 = 'a'.repeat(64);
    expect((await started({ port: 0, keys: [{ sha256 }] })).key).toBeUndefined();
  });

  it.each(['0.0.0.0', '::', '192.0.2.1', 'example.com'])(
    'does not listen on %s with a key that nobody chose',
    async (host) => {
      await expect(started({ host, port: 0 })).rejects.toThrow('configure a key');
    },
  );

  it('tells that a port is taken that somebody chose', async () => {
    const port = await takePort(0);
    await expect(started({ port })).rejects.toThrow(`Cannot listen on 127.0.0.1, port ${port}`);
  });

  it('lends the page the key that it made, and none that somebody chose', async () => {
    const demo = mkdtempSync(join(tmpdir(), 'page-'));
    onTestFinished(() => rmSync(demo, { recursive: true }));
    writeFileSync(join(demo, 'index.html'), '<p>Hello</p>');
    const made = await started({ port: 0, demo });
    const session = await fetch(`${made.url}/demo/session.json`);
    expect(await session.json()).toEqual({ apiKey: made.key, nodes: [] });
    const chosen = await started({ port: 0, demo, keys: ['sk-test-mine'] });
    const silence = await fetch(`${chosen.url}/demo/session.json`);
    expect(await silence.json()).toEqual({});
  });
});
