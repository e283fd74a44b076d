import { readFileSync } from 'node:fs';
import { LineCounter, parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { type ConfigProblem, substituteEnvironment } from './environment.ts';
import { type Config, configSchema } from './schema.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a configuration file, YAML or JSON, with the environment's variables put in.
 *
 * @param flags fields of the command line, which go over the file's.
 * @throws ConfigError that names the file and each wrong field by its path.
 */
export function loadConfig(
  file: string,
  environment: Environment = {},
  flags: object = {},
): Config {
  const { value, problems } = substituteEnvironment(parseFile(file), environment);
  if (problems.length > 0) throw notValid(file, problems);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return checkConfig(isObject ? { ...value, ...flags } : value, file);
}

/**
 * Checks a configuration and fills in what it leaves out.
 * @param source where it came from, for the messages.
 * @throws ConfigError that names each wrong field by its path.
 */
export function checkConfig(value: unknown, source: string): Config {
  const checked = configSchema.safeParse(value ?? {});
  if (checked.success) return checked.data;
  throw notValid(
    source,
    checked.error.issues.map((issue) => problemOf(issue)),
  );
}

function notValid(source: string, problems: readonly ConfigProblem[]): ConfigError {
  const lines = problems.map(({ path, message }) => `  ${writePath(path)}: ${message}`);
  return new ConfigError(`${source} is not a valid configuration:\n${lines.join('\n')}`);
}

function parseFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${(error as Error).message}`);
  }
  const lineCounter = new LineCounter();
  try {
    // Its pretty errors quote the lines at fault, in which a key may stand.
    return parse(text, { lineCounter, prettyErrors: false });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const { line, col } = lineCounter.linePos(error.pos[0]);
    const place = `line ${line}, column ${col}`;
    throw new ConfigError(`${file} is neither YAML nor JSON: ${error.message} (${place})`);
  }
}

/** Of a union, the branch that came furthest says best what is wrong. */
function problemOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): ConfigProblem {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    const [best] = issue.errors.flat().sort((left, right) => progress(right) - progress(left));
    if (best) return problemOf(best, path);
  }
  return { path, message: issue.message };
}

/** A value of the right type within a field came further than a value of the wrong type. */
function progress(issue: z.core.$ZodIssue): number {
  return 2 * issue.path.length + (issue.code === 'invalid_type' ? 0 : 1);
}

function writePath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const key of path) {
    text += typeof key === 'number' ? `[${key}]` : `${text === '' ? '' : '.'}${String(key)}`;
  }
  return text === '' ? '(top level)' : text;
}
