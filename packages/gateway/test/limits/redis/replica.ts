import { systemClock } from '../../../src/clock.ts';
import { RedisLimitStore } from '../../../src/limits/redis/redis-limit-store.ts';
import { RedisLink } from '../../../src/limits/redis/redis-link.ts';

/** Another process of the gateway, as far as the limit is concerned: prints how many may pass. */
const [url = '', key = '', limit = '', tries = ''] = process.argv.slice(2);
const link = new RedisLink({ url, commandTimeoutMs: 5000 });
if (!(await link.open())) throw new Error('There is no Redis.');
const store = new RedisLimitStore(link, systemClock);
const states = await Promise.all(
  Array.from({ length: Number(tries) }, () => store.take(key, Number(limit))),
);
link.close();
process.stdout.write(String(states.filter((state) => state.allowed).length));
