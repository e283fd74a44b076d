import { parseArgs } from 'node:util';
import { ConfigError } from '../config/config-error.ts';

export const KEYS_USAGE = `ofox-gateway keys: who may call the gateway

Usage: ofox-gateway keys create [options]      make a key and print it, this one time
       ofox-gateway keys list [--json]         show what is known of each key
       ofox-gateway keys revoke ID|NAME        refuse a key from now on and end its running streams

  --keys-file FILE     where keys are kept (ofox-keys.jsonl); only their SHA-256 is
  --config FILE        the gateway's configuration, whose keysFile is used

Options of create:
  --name NAME          what to call it
  --rpm NUMBER         requests in any sixty seconds (the gateway's)
  --model PATTERN      models it may use, such as 'anthropic/*'; repeatable (all)
  --routing STRATEGY   priority, cost, latency or balanced, where a request does not say
  --fallback MODEL     a model to try when the one asked for fails; repeatable, in order
  --expires WHEN       a date such as 2027-01-31, or a time from now such as 30d or 12h
  --spend-day USD      the most it may spend from midnight to midnight, UTC
  --spend-month USD    the most it may spend in a calendar month, UTC
`;

/** @throws ConfigError for an option that does not exist or lacks its value. */
export function parseCommandLine(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        'keys-file': { type: 'string' },
        config: { type: 'string' },
        name: { type: 'string' },
        rpm: { type: 'string' },
        model: { type: 'string', multiple: true },
        routing: { type: 'string' },
        fallback: { type: 'string', multiple: true },
        expires: { type: 'string' },
        'spend-day': { type: 'string' },
        'spend-month': { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\nSee ofox-gateway keys --help.`);
  }
}

export type KeyFlags = ReturnType<typeof parseCommandLine>['values'];
