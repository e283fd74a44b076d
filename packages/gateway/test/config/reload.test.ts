import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGate, faulty, pauseAfterChunks, reply } from '@ofoxai/fake-upstream';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { ConfigReloader } from '../../src/config/reload.ts';
import { readStream, STREAMS, textOf } from '../support/ask.ts';
import { CHATS, serve } from '../support/serve.ts';
import { fakeUpstream } from '../support/upstreams.ts';

const folder = mkdtempSync(join(tmpdir(), 'ofox-reload-'));
afterAll(() => rmSync(folder, { recursive: true }));

const nodeLine = (name: string, url: string) =>
  `nodes: [{ name: ${name}, protocol: openai, baseUrl: "${url}/v1", models: { "*": "*" } }]\n`;

async function serveFile(text: string) {
  const file = join(folder, `${Math.random()}.yaml`);
  writeFileSync(file, text);
  const config = loadConfig(file);
  const served = await serve({ nodes: config.nodes });
  const messages: string[] = [];
  const log = (fields: object, message: string) =>
    void messages.push(`${message} ${JSON.stringify(fields)}`);
  const logger = { info: log, warn: log, error: log };
  const reloader = new ConfigReloader(served.gateway, config, () => loadConfig(file), logger);
  return { ...served, file, reloader, messages };
}

describe('ConfigReloader', () => {
  it('puts other nodes in the place of those before, and lets their requests finish', async () => {
    const [first, second] = [await fakeUpstream(), await fakeUpstream()];
    const gate = createGate();
    first.script(faulty(reply({ text: 'old words', chunks: 4 }), pauseAfterChunks(3, gate.opened)));
    const { file, reloader, post } = await serveFile(nodeLine('one', first.url));
    const streaming = await post(STREAMS.openai.path, STREAMS.openai.body);
    writeFileSync(file, nodeLine('two', second.url));
    expect(reloader.reload()).toBe(true);
    const answered = await post(CHATS.openai.path, CHATS.openai.body);
    expect(answered.headers.get('x-ofox-provider')).toBe('two');
    await answered.json();
    gate.open();
    expect(textOf((await readStream('openai', streaming)).events)).toBe('old words');
    // Nobody uses the old connections any more.
    await expect.poll(() => first.connections).toBe(0);
  });

  it('keeps the last good configuration when the file is broken, and says so once', async () => {
    const upstream = await fakeUpstream();
    const { file, reloader, post, messages } = await serveFile(nodeLine('one', upstream.url));
    writeFileSync(file, 'nodes: [{ name: one, preset: opnai }]');
    expect(reloader.reload()).toBe(false);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('nodes[0].preset');
    const response = await post(CHATS.openai.path, CHATS.openai.body);
    expect(response.headers.get('x-ofox-provider')).toBe('one');
  });

  it('tells which fields wait for the next start', async () => {
    const upstream = await fakeUpstream();
    const { file, reloader, messages } = await serveFile(nodeLine('one', upstream.url));
    writeFileSync(file, `${nodeLine('one', upstream.url)}port: 9999\nrouting: cost\n`);
    expect(reloader.reload()).toBe(true);
    expect(messages.join()).toContain('{"fields":["port"]}');
  });

  it('notices a change of the file', async () => {
    const [first, second] = [await fakeUpstream(), await fakeUpstream()];
    const { file, reloader, messages } = await serveFile(nodeLine('one', first.url));
    let look = () => {};
    const clock = {
      every(_: number, callback: () => void) {
        look = callback;
        return () => {};
      },
    };
    reloader.watch(file, clock);
    look();
    expect(messages).toEqual([]);
    rmSync(file);
    look();
    expect(messages).toEqual([]);
    writeFileSync(file, nodeLine('the-second-node', second.url));
    look();
    look();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('read again');
  });
});
