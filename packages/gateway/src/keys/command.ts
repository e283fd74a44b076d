import { ConfigError } from '../config/config-error.ts';
import { KEYS_USAGE, type KeyFlags, parseCommandLine } from './command-line.ts';
import { describeKeys, idOf, stateOf } from './describe-keys.ts';
import type { KeyEntry } from './key-entry.ts';
import { changeKeyFile, fileVersion, readKeyFile } from './key-file.ts';
import { newKeyEntry } from './new-key-entry.ts';
import { makeKey } from './secret-key.ts';

/** What the command speaks to. */
export interface KeysCommandIo {
  /** For what was asked for. */
  out(text: string): void;
  /** For what there is to say beside it. */
  err(text: string): void;
  now(): Date;
  /** The keys file that a configuration file names; `--keys-file` goes before it. */
  keysFileOf(configFile: string): string | undefined;
}

const DEFAULT_FILE = 'ofox-keys.jsonl';

/**
 * Runs `ofox-gateway keys …`. A running gateway with the same keys file notices within a second.
 *
 * @param argv what stands behind `keys`.
 * @returns the exit code: 0, or 2 when something is wrong, which has been said then.
 */
export async function runKeysCommand(argv: readonly string[], io: KeysCommandIo): Promise<number> {
  try {
    return await run(argv, io);
  } catch (error) {
    const isSystemError = error instanceof Error && 'syscall' in error;
    if (!(error instanceof ConfigError) && !isSystemError) throw error;
    io.err(`${error.message}\n`);
    return 2;
  }
}

async function run(argv: readonly string[], io: KeysCommandIo): Promise<number> {
  const { values, positionals } = parseCommandLine(argv);
  const [action, ...names] = positionals;
  const { config } = values;
  const configured = config === undefined ? undefined : io.keysFileOf(config);
  const file = values['keys-file'] ?? configured ?? DEFAULT_FILE;
  if (values.help) io.out(KEYS_USAGE);
  else if (action === 'create' && names.length === 0) await create(file, values, io);
  else if (action === 'list' && names.length === 0) await list(file, values.json, io);
  else if (action === 'revoke' && names.length === 1) await revoke(file, names[0] ?? '', io);
  else throw new ConfigError(KEYS_USAGE);
  return 0;
}

async function create(file: string, flags: KeyFlags, io: KeysCommandIo): Promise<void> {
  const key = makeKey();
  const entry = newKeyEntry(key, flags, io.now());
  await changeKeyFile(file, (entries) => {
    const { name } = entry;
    if (name !== undefined && entries.some((other) => other.name === name && !other.revoked)) {
      throw new ConfigError(`There is a key with the name ${name} already.`);
    }
    return [...entries, entry];
  });
  io.out(`${key}\n`);
  io.err(`${idOf(entry)} is in ${file}. The key itself is stored nowhere: keep it now.\n`);
}

async function list(file: string, asJson: boolean, io: KeysCommandIo): Promise<void> {
  const entries: KeyEntry[] = [];
  if ((await fileVersion(file)) !== undefined) {
    for await (const entry of readKeyFile(file)) entries.push(entry);
  }
  if (!asJson) {
    io.out(describeKeys(entries, io.now()));
    return;
  }
  for (const entry of entries) {
    io.out(`${JSON.stringify({ id: idOf(entry), state: stateOf(entry, io.now()), ...entry })}\n`);
  }
}

async function revoke(file: string, name: string, io: KeysCommandIo): Promise<void> {
  let id = '';
  await changeKeyFile(file, (entries) => {
    const found = entries.filter((entry) => !entry.revoked && isCalled(entry, name));
    const [entry] = found;
    if (!entry) throw new ConfigError(`${file} has no key ${name} that is not revoked already.`);
    if (found.length > 1) {
      throw new ConfigError(`Several keys are called ${name}: ${found.map(idOf).join(', ')}.`);
    }
    id = idOf(entry);
    const revoked = { ...entry, revoked: io.now().toISOString() };
    return entries.map((other) => (other === entry ? revoked : other));
  });
  io.err(`${id} is revoked.\n`);
}

function isCalled(entry: KeyEntry, name: string): boolean {
  return entry.name === name || idOf(entry) === name;
}
