/** Where Redis or Valkey is and how to get in, as read from a URL. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
}

const SCHEMES: Record<string, { tls: boolean }> = {
  'redis:': { tls: false },
  'valkey:': { tls: false },
  'rediss:': { tls: true },
  'valkeys:': { tls: true },
};

const PORT = 6379;

/**
 * Reads `redis://user:password@host:6379/0`; `valkey:` means the same, and `rediss:` and
 * `valkeys:` add TLS.
 *
 * @throws TypeError for anything else. The message never repeats the URL, which may hold a password.
 */
export function parseRedisUrl(text: string): RedisAddress {
  const address = read(text);
  if (address) return address;
  throw new TypeError(
    'The URL of Redis must look like redis://user:password@host:6379/0, or rediss:// for TLS.',
  );
}

/** What may be written about it in a log. */
export function describeAddress(address: RedisAddress): string {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `${host}:${address.port}`;
}

/** The text without the address's user and password, should a server have repeated them. */
export function withoutSecrets(text: string, address: RedisAddress): string {
  let clean = text;
  for (const secret of [address.password, address.username]) {
    if (secret) clean = clean.replaceAll(secret, '***');
  }
  return clean;
}

function read(text: string): RedisAddress | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const scheme = SCHEMES[url.protocol];
  const db = /^\/?(\d{0,4})$/.exec(url.pathname);
  if (!scheme || !db || url.hostname === '' || url.search !== '') return undefined;
  const username = decode(url.username);
  const password = decode(url.password);
  if (username === undefined || password === undefined) return undefined;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? PORT : Number(url.port),
    tls: scheme.tls,
    db: Number(db[1]),
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
  };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
