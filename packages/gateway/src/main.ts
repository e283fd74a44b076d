#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { crewSize } from './cluster/crew-size.ts';
import { startCrew } from './cluster/start-crew.ts';
import { ClusterWorker } from './cluster/worker.ts';
import { ConfigError } from './config/config-error.ts';
import { type Command, readCommand, USAGE } from './config/flags.ts';
import { loadConfig } from './config/load.ts';
import { ConfigReloader } from './config/reload.ts';
import { secretsOf } from './config/secrets-of.ts';
import { consoleLogger } from './console-logger.ts';
import { CrashGuard } from './crash-guard.ts';
import type { Gateway } from './gateway-options.ts';
import { runKeysCommand } from './keys/command.ts';
import { makeKey } from './keys/secret-key.ts';
import type { Logger } from './log.ts';
import { makeLogger } from './make-logger.ts';
import { start } from './start.ts';
import { ANSI_PAINT, NO_PAINT } from './tour/paint.ts';
import { runTour } from './tour/tour.ts';
import { openTracer } from './tracing/open-tracer.ts';
import type { Tracer } from './tracing/trace.ts';

const print = (text: string) => void process.stdout.write(`${text}\n`);
const say = (text: string) => void process.stderr.write(`${text}\n`);

/** Whoever reads our output may stop reading it (`ofox-gateway --tour --once | head`). */
function onOutputError(error: NodeJS.ErrnoException): void {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
}

function stopOnSignals(gateway: Pick<Gateway, 'close'>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Whoever asks twice does not want to wait.
      if (stopping) process.exit(1);
      stopping = true;
      say(`Stopping when the answers under way are complete; ${signal} once more stops at once.`);
      // A collector of traces that does not answer would keep the process alive.
      void gateway.close().then(() => process.exit());
    });
  }
}

function tracerFor(logger: Logger): Promise<Tracer | undefined> {
  return openTracer(process.env, logger, versionOfPackage);
}

function serveAsWorker(): void {
  const makeOwnLogger = (place: number) => makeLogger(onOutputError, place);
  new ClusterWorker(makeOwnLogger, tracerFor, crashGuard).run();
}

function manageKeys(argv: readonly string[]): Promise<number> {
  return runKeysCommand(argv, {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    now: () => new Date(),
    keysFileOf: (configFile) => loadConfig(configFile, process.env).keysFile,
  });
}

async function run(argv: readonly string[]): Promise<void> {
  const command = readCommand(argv, process.env);
  crashGuard.add(secretsOf(command.config));
  if (command.help) print(USAGE);
  else if (command.version) print(versionOfPackage());
  else if (command.tour) await serveWithTour(command);
  else await serve(command);
}

/** Reads the configuration again on SIGHUP and when its file changes. */
function reloadOnChange(
  gateway: Pick<Gateway, 'configure'>,
  { config, reload, file }: Command,
  logger: Logger,
): void {
  if (!reload || file === undefined) return;
  const load = () => {
    const loaded = reload();
    crashGuard.add(secretsOf(loaded));
    return loaded;
  };
  const reloader = new ConfigReloader(gateway, config, load, logger);
  process.on('SIGHUP', () => void reloader.reload());
  reloader.watch(file);
}

/** @returns the exit code. */
function check([file, ...more]: readonly string[]): number {
  if (file === undefined || more.length > 0 || file.startsWith('-')) {
    throw new ConfigError('Usage: ofox-gateway check FILE');
  }
  try {
    const { nodes } = loadConfig(file, process.env);
    const count = nodes.length === 1 ? '1 node' : `${nodes.length} nodes`;
    print(`${file} is valid, with ${count}.`);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    say(error.message);
    return 1;
  }
}

async function serve(command: Command): Promise<void> {
  const { config } = command;
  const size = crewSize(config);
  const logger = makeLogger(onOutputError);
  const { gateway, url, notes, madeKey } =
    size > 1
      ? await startCrew(config, size, logger)
      : await start(config, { logger, tracer: await tracerFor(logger) });
  crashGuard.add(madeKey === undefined ? [] : [madeKey]);
  stopOnSignals(gateway);
  reloadOnChange(gateway, command, logger);
  for (const note of notes) say(note);
  say(`Serving the OfoxAI API at ${url}, on the paths /v1, /anthropic and /gemini.`);
  if (config.demo !== undefined) say(`The page is at ${url}/demo/.`);
}

async function serveWithTour({ config, once }: Command): Promise<void> {
  const key = makeKey();
  const limitedKey = makeKey();
  let touring = true;
  const logger = consoleLogger((line) => {
    if (!touring) print(line);
  });
  const moreKeys = [
    { key, name: 'tour' },
    { key: limitedKey, name: 'tour-limited', rpm: 1 },
  ];
  const { gateway, url, ...started } = await start(config, { logger }, { moreKeys });
  stopOnSignals(gateway);
  for (const note of started.notes) print(note);
  const paint = process.stdout.isTTY && !process.env.NO_COLOR ? ANSI_PAINT : NO_PAINT;
  const shownKey = started.key;
  const succeeded = await runTour({ url, key, limitedKey, shownKey, paint, write: print });
  touring = false;
  if (!succeeded) process.exitCode = 1;
  if (once) await gateway.close();
  else {
    if (config.demo !== undefined) print(`  ${paint.strong('See it:')} ${url}/demo/\n`);
    print('  Serving until Ctrl-C.\n');
  }
}

function versionOfPackage(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

process.stdout.on('error', onOutputError);
const crashGuard = new CrashGuard();
crashGuard.install(say);

try {
  const [, , ...argv] = process.argv;
  // What a gateway with several processes calls itself with, for each of them.
  if (argv[0] === 'worker') serveAsWorker();
  else if (argv[0] === 'check') process.exitCode = check(argv.slice(1));
  else if (argv[0] === 'keys') process.exitCode = await manageKeys(argv.slice(1));
  else await run(argv);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  say(error.message);
  process.exitCode = 2;
}
