import { defined } from '../../defined.ts';
import { invalid } from '../../error.ts';
import { Fields } from '../../fields.ts';
import type { JsonValue } from '../../json.ts';
import { PROTOCOL_NAMES } from '../../protocol-name.ts';
import type { FunctionTool, Tool, ToolChoice } from '../../request.ts';
import { readCache, readExtra } from './extra.ts';

export function readTool(value: JsonValue, path: string): Tool {
  const fields = new Fields(value, path);
  const type = fields.required('type', fields.oneOf('type', ['function', 'native']));
  const tool: Tool = type === 'function' ? readFunction(fields) : readNative(fields);
  fields.end();
  return tool;
}

function readFunction(fields: Fields): Tool {
  return defined<FunctionTool>({
    type: 'function',
    name: fields.required('name', fields.string('name')),
    description: fields.string('description'),
    parameters: fields.object('parameters'),
    strict: fields.boolean('strict'),
    cache: readCache(fields),
    extra: readExtra(fields),
  });
}

function readNative(fields: Fields): Tool {
  return {
    type: 'native',
    by: fields.required('by', fields.oneOf('by', PROTOCOL_NAMES)),
    definition: fields.required('definition', fields.object('definition')),
  };
}

/** Reads `toolChoice`, a word or an object. */
export function readToolChoice(owner: Fields): ToolChoice | undefined {
  const value = owner.any('toolChoice');
  if (value === undefined) return undefined;
  if (typeof value === 'string') return owner.oneOf('toolChoice', ['auto', 'none', 'required']);
  const fields = new Fields(value, owner.at('toolChoice'));
  const name = fields.string('name');
  const allowed = fields.strings('allowed');
  const mode = fields.oneOf('mode', ['auto', 'required']);
  fields.end();
  if (allowed && name === undefined) return { allowed, mode: fields.required('mode', mode) };
  if (name === undefined || allowed || mode) {
    const path = fields.path;
    throw invalid(path, `${path} must hold either name, or allowed and mode.`);
  }
  return { name };
}
