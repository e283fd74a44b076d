// Preloaded into a server: measures the longest turn of its event loop, and tells its parent when
// asked. Time on the clock also passes while other processes have the core; time on the processor
// does not, so that a busy machine tells the same as an idle one.
import { closeSync, openSync, readSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 1;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

const used = Buffer.alloc(64);
let before = processorMs();
let cpu = 0;

/** What the main thread has used so far. */
function processorMs() {
  const file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  const length = readSync(file, used, 0, used.length, 0);
  closeSync(file);
  return Number(used.toString('latin1', 0, length).split(' ')[0]) / 1e6;
}

setInterval(() => {
  const now = processorMs();
  cpu = Math.max(cpu, now - before);
  before = now;
}, RESOLUTION_MS).unref();

process.on('message', () => {
  process.send({ wall: Math.max(0, delay.max / 1e6 - RESOLUTION_MS), cpu });
  delay.reset();
  cpu = 0;
});
process.channel.unref();
