import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

/** Schemas of real answers, kept beside the repository. */
const FOLDER = new URL('../../../../../shared/schemas/', import.meta.url);

/** Why answers can't be compared with their schemas; `undefined` when they can. */
export const NO_SCHEMAS = existsSync(FOLDER)
  ? undefined
  : 'The schemas of real answers are not there, so nothing is compared with them.';

const DEFINITIONS = {
  'anthropic-2023-06-01': '#/definitions/',
  'anthropic-2026-10-21': '#/definitions/',
  google: '#/definitions/',
  openai: '#/components/schemas/',
} as const;

type SchemaFile = keyof typeof DEFINITIONS;

let validator: Ajv | undefined;

/** What a definition of a schema file finds wrong with a value; empty when it fits. */
export function faults(file: SchemaFile, definition: string, value: unknown): string[] {
  validator ??= load();
  const validate = validator.getSchema(`${file}${DEFINITIONS[file]}${definition}`);
  if (!validate) throw new Error(`${file} defines no ${definition}.`);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath} ${message} ${JSON.stringify(params)} in ${JSON.stringify(value).slice(0, 500)}`,
  );
}

function load(): Ajv {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  ajv.addFormat('unixtime', true);
  for (const file of Object.keys(DEFINITIONS)) {
    ajv.addSchema(JSON.parse(readFileSync(new URL(`${file}.json`, FOLDER), 'utf8')), file);
  }
  return ajv;
}
