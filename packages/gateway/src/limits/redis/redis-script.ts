import { hash } from 'node:crypto';

/** A Lua script, sent by its SHA-1 once the server knows it. */
export interface RedisScript {
  readonly lua: string;
  readonly sha1: string;
}

/** A Lua expression for the server's own clock, in microseconds. All replicas go by this one. */
export const SERVER_CLOCK = `(function ()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end)()`;

export function redisScript(lua: string): RedisScript {
  return { lua, sha1: hash('sha1', lua) };
}
