import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { OfoxError } from '@ofoxai/core';
import { OPTIONS, type Option, type OptionName } from './options.ts';
import type { HttpSettings, Settings } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const DEFAULT_CONCURRENCY = 16;
const DEFAULT_PORT = 3333;

type Values = { [K in OptionName]?: string | boolean | undefined };

/**
 * Reads flags and environment.
 *
 * @param args without the program's own name.
 * @throws OfoxError of kind `invalid_request` that names the flag or variable at fault.
 */
export function readSettings(args: readonly string[], env: Environment): Settings {
  const flags = readFlags(args);
  const get = (name: OptionName) => {
    const option: Option = OPTIONS[name];
    const flag = flags[name];
    if (flag !== undefined) return { value: String(flag), source: `--${name}` };
    // An empty variable is an unset one: configuration forms of clients leave them behind.
    const value = env[option.env]?.trim();
    return value ? { value, source: option.env } : undefined;
  };
  const text = (name: OptionName) => get(name)?.value;
  const list = (name: OptionName) => splitList(text(name));
  const flag = (name: OptionName) => readBoolean(get(name));
  const number = (name: OptionName, integer = false) => readNumber(get(name), integer);
  const dir = (name: OptionName) => {
    const path = text(name);
    return path === undefined ? undefined : resolve(path.replace(/^~(?=$|[/\\])/, homedir()));
  };
  return {
    apiKey: readSecret(text('api-key-file')) ?? undefined,
    baseUrl: text('base-url'),
    defaults: {
      chat: text('model') ?? 'openai/gpt-5-mini',
      image: text('image-model') ?? 'bailian/qwen-image-3.0',
      embedding: text('embedding-model') ?? 'openai/text-embedding-3-small',
    },
    selection: {
      toolsets: list('toolsets'),
      tools: list('tools'),
      excludeTools: list('exclude-tools'),
      readOnly: flag('read-only'),
    },
    models: { allow: list('allow-models'), deny: list('deny-models') },
    calls: {
      concurrency: number('max-concurrency', true) ?? DEFAULT_CONCURRENCY,
      perMinute: number('max-calls-per-minute', true),
    },
    spend: {
      perCall: number('max-cost-per-call'),
      total: number('max-spend'),
      perDay: number('max-spend-per-day'),
      unpriced: number('unpriced-call-cost'),
    },
    inputDir: dir('input-dir'),
    outputDir: dir('output-dir') ?? join(homedir(), 'ofox-images'),
    stateDir: dir('state-dir') ?? join(homedir(), '.ofox'),
    ...(flag('http') && {
      http: readHttp({
        host: text('host') ?? '127.0.0.1',
        port: readPort(get('port')),
        token: readSecret(text('token-file')) ?? (env.MCP_AUTH_TOKEN?.trim() || undefined),
        allowedHosts: list('allowed-hosts'),
        stateless: flag('stateless'),
      }),
    }),
  };
}

function readFlags(args: readonly string[]): Values {
  const options = Object.fromEntries(
    Object.entries(OPTIONS).map(([name, { type }]) => [
      name,
      { type: type === 'boolean' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  if (args.some((arg) => /^--(?:api-)?key(?:=|$)/.test(arg))) {
    throw wrong('--api-key', 'a key in an argument is seen by every process; set OFOX_API_KEY.');
  }
  try {
    return parseArgs({ args: [...args], options, strict: true }).values as Values;
  } catch (error) {
    throw wrong('arguments', `${(error as Error).message} (--help lists them)`);
  }
}

/** Beyond loopback a server must know who calls it, and by which names it goes. */
function readHttp(http: HttpSettings): HttpSettings {
  const { host, token, allowedHosts } = http;
  if (token !== undefined && token.length < 16) {
    throw wrong('MCP_AUTH_TOKEN', 'a token needs at least 16 characters.');
  }
  if (LOOPBACK.includes(host) || host === '::1') {
    return { ...http, allowedHosts: [...LOOPBACK, ...allowedHosts] };
  }
  if (token === undefined || allowedHosts.length === 0) {
    throw wrong(
      '--host',
      `to listen on ${host}, beyond loopback, set MCP_AUTH_TOKEN (or --token-file) and --allowed-hosts.`,
    );
  }
  return http;
}

function splitList(value: string | undefined): string[] {
  return (value ?? '').split(',').flatMap((item) => item.trim() || []);
}

interface Given {
  value: string;
  source: string;
}

function readBoolean(given: Given | undefined): boolean {
  if (!given) return false;
  if (/^(?:true|1|yes|on)$/i.test(given.value)) return true;
  if (/^(?:false|0|no|off)$/i.test(given.value)) return false;
  throw wrong(given.source, 'it must be true or false.');
}

function readNumber(given: Given | undefined, integer: boolean): number | undefined {
  if (!given) return undefined;
  const value = Number(given.value);
  if (
    !Number.isFinite(value) ||
    value < 0 ||
    (integer && (!Number.isInteger(value) || value < 1))
  ) {
    throw wrong(given.source, `it must be a ${integer ? 'whole number from 1' : 'number from 0'}.`);
  }
  return value;
}

function readPort(given: Given | undefined): number {
  if (!given) return DEFAULT_PORT;
  const port = Number(given.value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw wrong(given.source, 'it must be a port, from 0 (any that is free) to 65535.');
}

function readSecret(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(resolve(file), 'utf8').trim();
  } catch {
    throw wrong(file, 'the file cannot be read.');
  }
}

function wrong(param: string, why: string): OfoxError {
  return new OfoxError('invalid_request', `${param}: ${why}`, { param });
}
