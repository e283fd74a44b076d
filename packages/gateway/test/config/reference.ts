import { z } from 'zod';
import { configSchema } from '../../src/config/schema.ts';

interface Schema {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: readonly unknown[];
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  items?: Schema;
  anyOf?: readonly Schema[];
  additionalProperties?: Schema | boolean;
}

const HEAD = `# The configuration file

Written from the schema by \`node tools/generate-config-reference.mjs\`; a test holds it to that.
YAML or JSON; \`\${NAME}\` in any text stands for that variable of the environment. \`ofox-gateway check
FILE\` tells what is wrong, by path. [gateway.md](gateway.md) tells what it all means.

| Field | Type | Default | |
|---|---|---|---|
`;

/** The configuration's reference, whole, as Markdown. */
export function configReference(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Schema;
  return HEAD + [...rows(schema, '')].map((row) => `${row}\n`).join('');
}

function* rows(schema: Schema, path: string): Generator<string> {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const at = path === '' ? name : `${path}.${name}`;
    const isRequired = schema.required?.includes(name) && field.default === undefined;
    yield row(at, field, isRequired ? '**required**' : usual(field));
    yield* inner(field, at);
  }
}

/** What stands within a field: its own fields, those of its items, or those of its entries. */
function* inner(field: Schema, path: string): Generator<string> {
  yield* rows(field, path);
  for (const branch of field.anyOf ?? []) yield* inner(branch, path);
  if (field.items) yield* inner(field.items, `${path}[]`);
  const { additionalProperties: entries } = field;
  if (typeof entries === 'object') yield* inner(entries, `${path}.*`);
}

function row(path: string, field: Schema, usually: string): string {
  const description = (field.description ?? '').replaceAll('|', '\\|');
  return `| \`${path}\` | ${typeOf(field)} | ${usually} | ${description} |`;
}

function usual({ default: value }: Schema): string {
  if (value === undefined || (typeof value === 'object' && value !== null)) return '';
  return `\`${JSON.stringify(value)}\``;
}

function typeOf(field: Schema): string {
  const { enum: values, anyOf, items, type, minimum, maximum } = field;
  if (values) return values.map((value) => `\`${String(value)}\``).join(', ');
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' or ');
  if (items) return `list of ${typeOf(items)}`;
  const isBounded = minimum !== undefined && maximum !== undefined;
  if (isBounded && maximum < Number.MAX_SAFE_INTEGER) return `${type} ${minimum} to ${maximum}`;
  return type ?? 'any';
}
