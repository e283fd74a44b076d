import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasNoBrowser, useStage } from './stage.ts';

const DIST = fileURLToPath(new URL('../../apps/demo/dist/', import.meta.url));
const KB = 1024;

/** A phone of the middle range is about this many times slower than the machine that tests. */
const SLOWDOWN = 4;
/** A task that takes longer keeps whoever touches the page waiting. Milliseconds. */
const LONG_TASK = 50;

const stage = useStage();

it('the page as built is below 200 KB', () => {
  const files = readdirSync(DIST, { recursive: true, withFileTypes: true });
  const bytes = files
    .filter((file) => file.isFile())
    .map((file) => gzipSync(readFileSync(`${file.parentPath}/${file.name}`)).length);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200 * KB);
});

describe.skipIf(hasNoBrowser)('the first load', () => {
  it('is few requests, few bytes, no jumps and no long work', async () => {
    const context = await stage.browser.newContext({ viewport: { width: 390, height: 844 } });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const loaded = await watchNetwork(page);
    await stage.browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
    await page.goto(stage.gateway.pageUrl);
    await page.getByRole('button', { name: 'Watch it stream' }).waitFor();
    await page.waitForLoadState('networkidle');
    const trace = await stage.browser.stopTracing();
    const figures = {
      requests: loaded.length,
      page: kilobytes(loaded.filter(({ path }) => path.startsWith('/demo/'))),
      all: kilobytes(loaded),
      shift: await layoutShift(page),
      blocked: Math.round(blockingTime(trace.toString('utf8'))),
    };
    console.info('First load:', figures);
    // The page, its script and style, its icon, the key and the nodes, and the list of models.
    expect(figures.requests).toBeLessThanOrEqual(8);
    expect(figures.page).toBeLessThan(130);
    expect(figures.all).toBeLessThan(200);
    expect(figures.shift).toBeLessThan(0.1);
    expect(figures.blocked).toBeLessThan(300);
  });
});

interface Loaded {
  path: string;
  bytes: number;
}

const kilobytes = (list: readonly Loaded[]) =>
  Math.round(list.reduce((sum, { bytes }) => sum + bytes, 0) / KB);

/** Everything that is loaded from now on, with the bytes that went over the network. */
async function watchNetwork(page: Page): Promise<Loaded[]> {
  const loaded: Loaded[] = [];
  const paths = new Map<string, string>();
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    paths.set(requestId, new URL(request.url).pathname);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength: bytes }) => {
    loaded.push({ path: paths.get(requestId) ?? '', bytes });
  });
  return loaded;
}

/** How much has jumped about since the page was opened, in the measure of Layout Instability. */
function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            sum += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }),
  );
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds of the processor's time, which does not pass while others have the processor. */
  tdur?: number;
  args: { name?: string };
}

/**
 * Milliseconds that long tasks of the page's main thread take beyond what is bearable, on a phone:
 * reckoned from the processor's time, so that it does not matter how busy this machine is.
 */
function blockingTime(trace: string): number {
  const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] };
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  expect(threads.size).toBeGreaterThan(0);
  let blocked = 0;
  for (const { name, pid, tid, tdur = 0 } of traceEvents) {
    if (!name.endsWith('RunTask') || !threads.has(`${pid} ${tid}`)) continue;
    blocked += Math.max(0, (tdur / 1000) * SLOWDOWN - LONG_TASK);
  }
  return blocked;
}
