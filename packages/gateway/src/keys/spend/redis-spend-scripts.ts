import { type RedisScript, redisScript, SERVER_CLOCK } from '../../limits/redis/redis-script.ts';
import type { Period } from './period.ts';
import type { Spending } from './spend-ledger.ts';

/** Accounts outlive their month by far, and are forgotten then. */
const KEPT_SECONDS = 40 * 86_400;

/** After this long, a call whose gateway died no longer holds its money. */
const LEASE_SECONDS = 3600;

/** Reservations of gateways that died, released by one script at most. */
const RELEASED_AT_ONCE = 100;

/**
 * The account is a hash of `day`, `month` (their numbers, as in `periodOf`), `dayTotal` and
 * `monthTotal` (with reservations) and `reserved`; the amounts are integers of 1e-12 USD that only
 * HINCRBY ever adds up and that are compared as texts, since Lua's own numbers end at 2^53. A
 * sorted set holds the open reservations as `id amount` by the second in which they lapse.
 *
 * KEYS: the account, the reservations, and a key of the call. All are in one slot of a cluster.
 */
function spendScript(clock: string, body: string): RedisScript {
  return redisScript(`
local seconds = math.floor(${clock} / 1000000)
local account, open = KEYS[1], KEYS[2]

local day = math.floor(seconds / 86400)
local shifted = day + 719468
local era = math.floor(shifted / 146097)
local dayOfEra = shifted - era * 146097
local yearOfEra = math.floor((dayOfEra - math.floor(dayOfEra / 1460)
  + math.floor(dayOfEra / 36524) - math.floor(dayOfEra / 146096)) / 365)
local dayOfYear = dayOfEra - (365 * yearOfEra + math.floor(yearOfEra / 4)
  - math.floor(yearOfEra / 100))
local monthFromMarch = math.floor((5 * dayOfYear + 2) / 153)
local month = (era * 400 + yearOfEra) * 12 + monthFromMarch + 2

local function add(amount, reserved)
  redis.call('HINCRBY', account, 'dayTotal', amount)
  redis.call('HINCRBY', account, 'monthTotal', amount)
  redis.call('HINCRBY', account, 'reserved', reserved)
end

local function minus(amount)
  return amount == '0' and '0' or '-' .. amount
end

redis.call('HSETNX', account, 'reserved', '0')
local held = redis.call('HGET', account, 'reserved')
for unit, current in pairs({ day = day, month = month }) do
  local last = tonumber(redis.call('HGET', account, unit))
  if not last or last < current then redis.call('HSET', account, unit .. 'Total', held) end
  if last ~= current then redis.call('HSET', account, unit, current) end
end

local lapsed = redis.call('ZRANGEBYSCORE', open, '-inf', seconds, 'LIMIT', 0, ${RELEASED_AT_ONCE})
for _, member in ipairs(lapsed) do
  local amount = minus(string.match(member, ' (%d+)$'))
  redis.call('ZREM', open, member)
  add(amount, amount)
end
${body}
redis.call('EXPIRE', account, ${KEPT_SECONDS})
redis.call('EXPIRE', open, ${KEPT_SECONDS})
local dayTotal, monthTotal, reserved =
  unpack(redis.call('HMGET', account, 'dayTotal', 'monthTotal', 'reserved'))
return { passed, dayTotal, monthTotal, reserved, day, month }
`);
}

/**
 * Reserves, if there is enough left. ARGV: the limits of day and month (empty for none), the
 * amount, and the id of the call.
 */
export function reserveScript(clock = SERVER_CLOCK): RedisScript {
  return spendScript(
    clock,
    `
local amount = ARGV[3]

local function less(left, right)
  if #left ~= #right then return #left < #right end
  return left < right
end

local function isPassed(unit, limit)
  if limit == '' then return false end
  if not less(redis.call('HGET', account, unit .. 'Total'), limit) then return true end
  redis.call('HINCRBY', account, unit .. 'Total', amount)
  local total = redis.call('HGET', account, unit .. 'Total')
  redis.call('HINCRBY', account, unit .. 'Total', minus(amount))
  return less(limit, total)
end

local passed = isPassed('day', ARGV[1]) and 'day' or isPassed('month', ARGV[2]) and 'month' or ''
if passed == '' then
  add(amount, amount)
  redis.call('ZADD', open, seconds + ${LEASE_SECONDS}, ARGV[4] .. ' ' .. amount)
end`,
  );
}

/**
 * How sure the gateway is of what Redis knows of a call: that it reserved; that it reserved and
 * may have settled already; or neither.
 */
export type Certainty = 'reserved' | 'retried' | 'unsure';

/**
 * Settles, once, however often it is sent with `retried` or `unsure`. ARGV: the amount reserved,
 * the cost, their difference, the id of the call, and the certainty.
 */
export function settleScript(clock = SERVER_CLOCK): RedisScript {
  return spendScript(
    clock,
    `
local passed = ''
local certainty = ARGV[5]
local isNew = certainty ~= 'unsure'
  or redis.call('SET', KEYS[3], '1', 'NX', 'EX', ${LEASE_SECONDS})
if isNew then
  if redis.call('ZREM', open, ARGV[4] .. ' ' .. ARGV[1]) == 1 then
    add(ARGV[3], minus(ARGV[1]))
  elseif certainty ~= 'retried' then
    add(ARGV[2], '0')
  end
end`,
  );
}

export interface SpendReply {
  readonly passed: 'day' | 'month' | undefined;
  readonly spending: Spending;
  readonly period: Period;
}

/**
 * What either script returned.
 *
 * @throws TypeError when it is nothing that they return.
 */
export function readSpendReply(reply: unknown): SpendReply {
  if (!Array.isArray(reply)) throw nonsense();
  const [passed, dayTotal, monthTotal, held, day, month]: unknown[] = reply;
  const reserved = amount(held);
  if (typeof day !== 'number' || typeof month !== 'number') throw nonsense();
  return {
    passed: passed === 'day' || passed === 'month' ? passed : undefined,
    spending: { day: amount(dayTotal) - reserved, month: amount(monthTotal) - reserved, reserved },
    period: { day, month },
  };
}

function amount(value: unknown): bigint {
  if (typeof value !== 'string' || !/^-?\d+$/.test(value)) throw nonsense();
  return BigInt(value);
}

function nonsense(): TypeError {
  return new TypeError('Redis answered something else than the state of an account.');
}
