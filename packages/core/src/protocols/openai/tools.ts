import { invalid } from '../../error.ts';
import { Fields } from '../../fields.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { ChatRequest, FunctionTool, Tool, ToolChoice } from '../../request.ts';
import { readCacheMarker, writeCacheMarker } from './cache-marker.ts';
import { type Encoding, extraOf, warn, writeExtra } from './encoding.ts';

const WORDS = ['auto', 'none', 'required'] as const;

type ToolSettings = Pick<ChatRequest, 'tools' | 'toolChoice' | 'parallelToolCalls'>;

/** Reads `tools`, `tool_choice`, `parallel_tool_calls`, and the old `functions`, `function_call`. */
export function readTools(body: Fields): ToolSettings {
  const tools = body.list('tools', readTool) ?? [];
  tools.push(...(body.list('functions', readOldFunction) ?? []));
  const choice = readChoice(body) ?? readOldChoice(body);
  const parallel = body.boolean('parallel_tool_calls');
  return {
    tools,
    ...(choice === undefined ? {} : { toolChoice: choice }),
    ...(parallel === undefined ? {} : { parallelToolCalls: parallel }),
  };
}

function readTool(item: JsonValue, path: string): Tool {
  const tool = new Fields(item, path);
  const type = tool.required('type', tool.string('type'));
  if (type !== 'function') return { type: 'native', by: 'openai', definition: item as JsonObject };
  const definition = tool.required('function', tool.fields('function'));
  const read = readFunction(definition);
  tool.leave('function', definition.rest());
  return { ...read, ...readCacheMarker(tool), ...extraOf(tool.rest()) };
}

function readOldFunction(item: JsonValue, path: string): FunctionTool {
  const definition = new Fields(item, path);
  const read = readFunction(definition);
  const rest = definition.rest();
  return { ...read, ...extraOf(rest && { function: rest }) };
}

function readFunction(definition: Fields): FunctionTool {
  const name = definition.required('name', definition.string('name'));
  if (name === '')
    throw invalid(definition.at('name'), `${definition.at('name')} must not be empty.`);
  const description = definition.string('description');
  const parameters = definition.object('parameters');
  const strict = definition.boolean('strict');
  return {
    type: 'function',
    name,
    ...(description === undefined ? {} : { description }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(strict === undefined ? {} : { strict }),
  };
}

function readChoice(body: Fields): ToolChoice | undefined {
  const value = body.any('tool_choice');
  if (value === undefined) return undefined;
  if (typeof value === 'string') return body.oneOf('tool_choice', WORDS);
  const choice = new Fields(value, body.at('tool_choice'));
  const type = choice.required(
    'type',
    choice.oneOf('type', ['function', 'custom', 'allowed_tools']),
  );
  if (type !== 'allowed_tools') return { name: nameIn(choice, type) };
  const allowed = choice.required('allowed_tools', choice.fields('allowed_tools'));
  const mode = allowed.required('mode', allowed.oneOf('mode', ['auto', 'required']));
  const names = allowed.list('tools', (item, path) => {
    const tool = new Fields(item, path);
    const kind = tool.required('type', tool.string('type'));
    return nameIn(tool, kind === 'custom' ? 'custom' : 'function');
  });
  return { allowed: allowed.required('tools', names), mode };
}

function readOldChoice(body: Fields): ToolChoice | undefined {
  const value = body.any('function_call');
  if (value === undefined) return undefined;
  if (typeof value === 'string') return body.oneOf('function_call', ['auto', 'none']);
  const choice = new Fields(value, body.at('function_call'));
  return { name: choice.required('name', choice.string('name')) };
}

function nameIn(fields: Fields, kind: 'function' | 'custom'): string {
  const named = fields.required(kind, fields.fields(kind));
  return named.required('name', named.string('name'));
}

/** Writes what {@link readTools} reads, in the present form. */
export function writeTools(request: ToolSettings, body: JsonObject, encoding: Encoding): void {
  const tools: JsonObject[] = [];
  request.tools.forEach((tool, at) => {
    if (tool.type === 'function') tools.push(writeTool(tool, encoding, `tools[${at}].`));
    else if (tool.by === 'openai') tools.push(tool.definition);
  });
  if (tools.length > 0) body.tools = tools;
  else if (request.tools.length > 0) {
    const message = 'Without any of the tools there is nothing to choose from.';
    if (request.toolChoice !== undefined) warn(encoding, 'dropped', 'toolChoice', message);
    return;
  }
  if (request.toolChoice !== undefined) body.tool_choice = writeChoice(request.toolChoice, tools);
  if (request.parallelToolCalls !== undefined) body.parallel_tool_calls = request.parallelToolCalls;
}

function writeTool(tool: FunctionTool, encoding: Encoding, path: string): JsonObject {
  const definition: JsonObject = { name: tool.name };
  if (tool.description !== undefined) definition.description = tool.description;
  if (tool.parameters) definition.parameters = tool.parameters;
  if (tool.strict !== undefined) definition.strict = tool.strict;
  const written: JsonObject = { type: 'function', function: definition };
  writeCacheMarker(tool.cache, written, encoding, path);
  writeExtra(tool.extra, written);
  return written;
}

function writeChoice(choice: ToolChoice, tools: JsonObject[]): JsonValue {
  if (typeof choice === 'string') return choice;
  if ('name' in choice) return reference(choice.name, tools);
  const { allowed, mode } = choice;
  const named = allowed.map((name) => reference(name, tools));
  return { type: 'allowed_tools', allowed_tools: { mode, tools: named } };
}

function reference(name: string, tools: JsonObject[]): JsonObject {
  const isCustom = tools.some(
    ({ type, custom }) => type === 'custom' && isJsonObject(custom) && custom.name === name,
  );
  return isCustom ? { type: 'custom', custom: { name } } : { type: 'function', function: { name } };
}
