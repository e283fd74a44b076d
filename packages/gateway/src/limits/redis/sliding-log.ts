import { type LimitState, WINDOW_MS } from '../limit-store.ts';
import { type RedisScript, redisScript, SERVER_CLOCK } from './redis-script.ts';

/**
 * The script that counts one request of one key, exactly as `SlidingWindow` does in memory.
 *
 * The key holds a list of the moments, in microseconds, at which requests passed in the last
 * minute: about 10 bytes each, so 2 KB at 200 a minute and 1 MB at 100,000. Moments that have
 * passed are cut off at once by a galloping search, so a request costs the same few commands at
 * any limit. A refused request writes nothing, and the key disappears after a silent minute.
 *
 * When the server's clock was set back, all moments move back with it, the newest to now: nobody
 * gets more than the limit, and nobody waits longer than a minute. A clock that jumps ahead makes
 * the moments older than they are, once, which no server can notice.
 *
 * KEYS: the list. ARGV: the limit, and `1` to take or `0` to look.
 * Returns whether it passes, the remaining requests, and microseconds until one more is free.
 *
 * @param clock a Lua expression for the current moment in microseconds.
 */
export function slidingLog(clock: string = SERVER_CLOCK): RedisScript {
  return redisScript(`
local now = ${clock}
local window = ${WINDOW_MS * 1000}
local key = KEYS[1]
local limit = tonumber(ARGV[1])
local count = redis.call('LLEN', key)

local function at(index)
  return tonumber(redis.call('LINDEX', key, index))
end

if count > 0 then
  local newest = at(-1)
  if newest > now then
    local moments = redis.call('LRANGE', key, 0, -1)
    redis.call('DEL', key)
    for _, moment in ipairs(moments) do
      redis.call('RPUSH', key, string.format('%.0f', moment - (newest - now)))
    end
    redis.call('PEXPIRE', key, window / 1000 + 1)
  elseif newest <= now - window then
    redis.call('DEL', key)
    count = 0
  end
end

if count > 1 and at(0) <= now - window then
  local past, live = 0, 1
  while live < count - 1 and at(live) <= now - window do
    past = live
    live = math.min(live * 2, count - 1)
  end
  while live - past > 1 do
    local middle = math.floor((past + live) / 2)
    if at(middle) <= now - window then past = middle else live = middle end
  end
  redis.call('LTRIM', key, live, -1)
  count = count - live
end

local allowed = count < limit
if allowed and ARGV[2] == '1' then
  redis.call('RPUSH', key, string.format('%.0f', now))
  redis.call('PEXPIRE', key, window / 1000 + 1)
  count = count + 1
end

local free = 0
if count > 0 then free = at(math.max(0, count - math.max(limit, 1))) + window - now end
return { allowed and 1 or 0, math.max(0, limit - count), free }
`);
}

/**
 * What the script returned.
 *
 * @throws TypeError when it is nothing that the script returns.
 */
export function readLimitState(reply: unknown, limit: number): LimitState {
  if (Array.isArray(reply)) {
    const [allowed, remaining, free]: unknown[] = reply;
    if (typeof remaining === 'number' && typeof free === 'number') {
      return { allowed: allowed === 1, limit, remaining, resetMs: free / 1000 };
    }
  }
  throw new TypeError('Redis answered something else than the state of a limit.');
}
