import { invalid } from '../../error.ts';
import { Fields } from '../../fields.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { ChatRequest, FunctionTool, Tool, ToolChoice } from '../../request.ts';
import { readCacheMarker, writeCacheMarker } from './cache-marker.ts';
import { type Encoding, extraOf, warn, writeExtra } from './encoding.ts';
import { reduceSchema } from './schema.ts';

const NAME = /^[a-zA-Z0-9_-]{1,128}$/;

/** Reads a tool: one of the caller's own, or one that the provider runs or defines (`type` set). */
export function readTool(value: JsonValue, path: string): Tool {
  const fields = new Fields(value, path);
  const type = fields.string('type');
  if (type !== undefined && type !== 'custom') {
    return { type: 'native', by: 'anthropic', definition: value as JsonObject };
  }
  const description = fields.string('description');
  const strict = fields.boolean('strict');
  return {
    type: 'function',
    name: fields.required('name', fields.string('name')),
    ...(description === undefined ? {} : { description }),
    parameters: fields.required('input_schema', fields.object('input_schema')),
    ...(strict === undefined ? {} : { strict }),
    ...readCacheMarker(fields),
    ...extraOf(fields.rest()),
  };
}

/**
 * Writes `tools`, without those of other protocols and those that the choice does not allow.
 * @throws OfoxError of kind `invalid_request` for a name or a schema that the API would refuse.
 */
export function writeTools(request: ChatRequest, encoding: Encoding): JsonObject[] {
  const { tools, toolChoice } = request;
  const allowed = typeof toolChoice === 'object' && 'allowed' in toolChoice && toolChoice.allowed;
  if (allowed) {
    const message = 'The tools that the choice does not allow were left out.';
    warn(encoding, 'approximated', 'toolChoice', message);
  }
  return tools.flatMap((tool, at) => {
    if (tool.type === 'native') return tool.by === 'anthropic' ? [tool.definition] : [];
    if (allowed && !allowed.includes(tool.name)) return [];
    return [writeTool(tool, `tools[${at}]`, encoding)];
  });
}

function writeTool(tool: FunctionTool, path: string, encoding: Encoding): JsonObject {
  if (!NAME.test(tool.name)) {
    const message = `${path}.name must be 1 to 128 letters, digits, underscores and hyphens.`;
    throw invalid(`${path}.name`, message);
  }
  const schema = objectSchema(tool.parameters, `${path}.parameters`);
  const written: JsonObject = { name: tool.name };
  if (tool.description !== undefined) written.description = tool.description;
  written.input_schema = tool.strict
    ? reduceSchema(schema, `${path}.parameters`, encoding)
    : schema;
  if (tool.strict !== undefined) written.strict = tool.strict;
  writeCacheMarker(tool.cache, written);
  writeExtra(tool.extra, written);
  return written;
}

/** The API wants an object's schema that says so. */
function objectSchema(schema: JsonObject | undefined, path: string): JsonObject {
  if (!schema) return { type: 'object', properties: {} };
  if (schema.type === 'object') return schema;
  const isObject = Array.isArray(schema.type) && schema.type.includes('object');
  if (schema.type !== undefined && schema.type !== null && !isObject) {
    throw invalid(`${path}.type`, `${path}.type must be object.`);
  }
  return { ...schema, type: 'object' };
}

/** Reads `tool_choice`, which also tells whether several calls may be made in one turn. */
export function readToolChoice(
  body: Fields,
): Pick<ChatRequest, 'toolChoice' | 'parallelToolCalls'> {
  const fields = body.fields('tool_choice');
  if (!fields) return {};
  const type = fields.required('type', fields.oneOf('type', ['auto', 'any', 'tool', 'none']));
  const name = fields.string('name');
  const isSerial = fields.boolean('disable_parallel_tool_use');
  body.leave('tool_choice', fields.rest());
  let toolChoice: ToolChoice;
  if (type === 'tool') toolChoice = { name: fields.required('name', name) };
  else toolChoice = type === 'any' ? 'required' : type;
  return { toolChoice, ...(isSerial === undefined ? {} : { parallelToolCalls: !isSerial }) };
}

/** @param mayForce false when the model or its thinking refuses a choice that demands a call. */
export function writeToolChoice(
  request: ChatRequest,
  body: JsonObject,
  mayForce: boolean,
  encoding: Encoding,
): void {
  const { toolChoice, parallelToolCalls } = request;
  if (!body.tools) {
    if (toolChoice !== undefined && toolChoice !== 'auto' && toolChoice !== 'none') {
      warn(encoding, 'dropped', 'toolChoice', 'There is no tool to choose.');
    }
    return;
  }
  let choice = writeChoice(toolChoice);
  if (!mayForce && (choice?.type === 'any' || choice?.type === 'tool')) {
    const message = 'A call cannot be demanded here, as the model thinks; it is left to the model.';
    warn(encoding, 'approximated', 'toolChoice', message);
    choice = { type: 'auto' };
  }
  if (parallelToolCalls === false) choice ??= { type: 'auto' };
  if (choice && choice.type !== 'none' && parallelToolCalls !== undefined) {
    choice.disable_parallel_tool_use = !parallelToolCalls;
  }
  if (choice) body.tool_choice = choice;
}

function writeChoice(choice: ToolChoice | undefined): JsonObject | undefined {
  if (choice === undefined) return undefined;
  if (choice === 'auto' || choice === 'none') return { type: choice };
  if (choice === 'required') return { type: 'any' };
  if ('name' in choice) return { type: 'tool', name: choice.name };
  return { type: choice.mode === 'required' ? 'any' : 'auto' };
}
