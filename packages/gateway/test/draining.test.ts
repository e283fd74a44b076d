import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { Clock } from '../src/index.ts';
import { answer, scriptedProvider, started } from './support/scripted-provider.ts';
import { CHATS, KEY, serve } from './support/serve.ts';
import { signal } from './support/signal.ts';

const DELAY_MS = 5000;
const GRACE_MS = 30_000;

/** Time that passes when a test says so. */
function handClock() {
  const timers: { ms: number; callback: () => void }[] = [];
  const clock: Clock = {
    now: () => 0,
    every(ms, callback) {
      const timer = { ms, callback };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  };
  /** Lets all timers ring that were set to this time. */
  const ring = (ms: number) => {
    for (const timer of timers.filter((one) => one.ms === ms)) timer.callback();
  };
  return { clock, ring };
}

/** A connection that a load balancer keeps. */
class Connection {
  text = '';
  readonly socket: Socket;

  constructor(url: string) {
    this.socket = connect(Number(new URL(url).port), '127.0.0.1');
    this.socket.on('data', (data: Buffer) => {
      this.text += data.toString('latin1');
    });
    this.socket.on('error', () => {});
    onTestFinished(() => void this.socket.destroy());
  }

  async open(): Promise<this> {
    await once(this.socket, 'connect');
    return this;
  }

  send(method: string, path: string, body = ''): void {
    this.socket.write(
      `${method} ${path} HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer ${KEY}\r\n` +
        `content-length: ${body.length}\r\n\r\n${body}`,
    );
  }

  /** Waits for an answer that holds these words. */
  async hears(...words: string[]): Promise<void> {
    await expect.poll(() => words.every((word) => this.text.includes(word))).toBe(true);
  }

  async ends(): Promise<void> {
    if (!this.socket.closed) await once(this.socket, 'close');
  }
}

const CHAT = JSON.stringify(CHATS.openai.body);
const SERVED = ['HTTP/1.1 200 OK', 'Hello there'];
const LAST = /^connection: close\r$/im;

it('serves what comes while it stops, and refuses it only at the very end', async () => {
  const { clock, ring } = handClock();
  const asked = signal();
  const provider = scriptedProvider(async function* ({ messages }, { signal: stop }) {
    if (JSON.stringify(messages).includes('Hello')) yield* answer('openai/gpt-4o', 'Hello there');
    else {
      yield started('openai/gpt-4o');
      asked.give();
      await once(stop ?? new AbortController().signal, 'abort');
    }
  });
  const { gateway, url } = await serve({ clock, provider });
  const slow = await new Connection(url).open();
  slow.send('POST', CHATS.openai.path, CHAT.replace('Hello', 'Wait'));
  await asked.given;
  const kept = await new Connection(url).open();
  kept.send('POST', CHATS.openai.path, CHAT);
  await kept.hears(...SERVED);
  expect(kept.text).not.toMatch(LAST);
  const late = await new Connection(url).open();
  const latest = await new Connection(url).open();
  const closed = gateway.close({ delayMs: DELAY_MS, graceMs: GRACE_MS });

  // While it is announced, connections stay, and the answer to each is its last.
  kept.text = '';
  kept.send('POST', CHATS.openai.path, CHAT);
  await kept.hears(...SERVED);
  expect(kept.text).toMatch(LAST);
  await kept.ends();
  const fresh = await new Connection(url).open();
  fresh.send('GET', '/readyz');
  await fresh.hears('HTTP/1.1 503', 'stopping');

  // Then no connection is taken any more; those that are open are served.
  ring(DELAY_MS);
  await expect
    .poll(() =>
      new Connection(url).open().then(
        () => 'taken',
        () => 'refused',
      ),
    )
    .toBe('refused');
  late.send('POST', CHATS.openai.path, CHAT);
  await late.hears(...SERVED);
  expect(late.text).toMatch(LAST);
  await late.ends();

  // In the end, answers are broken off, and nothing new is begun.
  ring(GRACE_MS);
  await slow.hears('HTTP/1.1 503', 'shutting_down');
  latest.send('POST', CHATS.anthropic.path, JSON.stringify(CHATS.anthropic.body));
  await latest.hears('HTTP/1.1 503', 'shutting down');
  expect(latest.text).toMatch(/^retry-after: 1\r$/im);
  expect(latest.text).toMatch(LAST);
  expect(latest.text).toContain('"type":"error"');
  await closed;
});
