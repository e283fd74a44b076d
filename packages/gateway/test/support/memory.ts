import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of the heap that are still in use when all garbage is collected. */
export async function heapInUse(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collect();
    // What was collected may have more to let go of in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}
