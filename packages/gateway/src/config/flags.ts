import { parseArgs } from 'node:util';
import { ConfigError } from './config-error.ts';
import { checkConfig, loadConfig } from './load.ts';
import type { Config } from './schema.ts';

export const USAGE = `ofox-gateway: the OfoxAI API on your own machine

Usage: ofox-gateway [options]
       ofox-gateway check FILE                 tell what is wrong with a configuration
       ofox-gateway keys create|list|revoke    (ofox-gateway keys --help)

  --host HOST     address to listen on (127.0.0.1)
  --port PORT     port to listen on (8787, or the next free one)
  --key KEY       a key that may call; repeatable; without any, one is made and printed
  --rpm NUMBER    requests a minute for each key (200)
  --workers N     processes that serve together; auto for one on each core (1)
  --config FILE   YAML or JSON with the same and more; flags go before it
  --demo DIR      a built page to serve at /demo/
  --tour          make a few calls through the running server and show them
  --once          with --tour: end after it, with code 1 if a call failed
  --version       print the version
  --help          print this
`;

/** What the command line asks for. */
export interface Command {
  config: Config;
  /** Reads the file again, with the same flags; absent when there is no file. */
  reload: (() => Config) | undefined;
  /** The file of the configuration. */
  file: string | undefined;
  tour: boolean;
  once: boolean;
  help: boolean;
  version: boolean;
}

/**
 * Reads the command line, and the file that it names.
 * @throws ConfigError that names the flag or field at fault.
 */
export function readCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): Command {
  const { tour, once, help, version, config: file, ...flags } = parse(args);
  if (once && !tour) throw new ConfigError('--once means something with --tour only.');
  const fields = fieldsOf(flags);
  checkConfig(fields, 'The command line');
  const reload = file === undefined ? undefined : () => loadConfig(file, environment, fields);
  const config = reload?.() ?? checkConfig(fields, 'The command line');
  if (tour && config.workers !== 1) throw new ConfigError('--tour needs --workers 1.');
  return { config, reload, file, tour, once, help, version };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        key: { type: 'string', multiple: true },
        rpm: { type: 'string' },
        workers: { type: 'string' },
        demo: { type: 'string' },
        config: { type: 'string' },
        tour: { type: 'boolean', default: false },
        once: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\nSee ofox-gateway --help.`);
  }
}

interface Flags {
  host?: string;
  port?: string;
  key?: string[];
  rpm?: string;
  workers?: string;
  demo?: string;
}

/** The flags as fields of the configuration. */
function fieldsOf({ host, port, key, rpm, workers, demo }: Flags): object {
  return {
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port: wholeNumber('--port', port) }),
    ...(rpm === undefined ? {} : { rpm: wholeNumber('--rpm', rpm) }),
    ...(workers === undefined ? {} : { workers: workersOf(workers) }),
    ...(key === undefined ? {} : { keys: key }),
    ...(demo === undefined ? {} : { demo }),
  };
}

function workersOf(text: string): number | 'auto' {
  return text === 'auto' ? text : wholeNumber('--workers', text);
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw new ConfigError(`${flag} must be a whole number, not ${text}.`);
  return Number(text);
}
