import { invalid } from '../../error.ts';
import type { Fields } from '../../fields.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { FunctionTool, Tool } from '../../request.ts';
import { drop, type Encoding } from './encoding.ts';
import { readSchema, writeSchema } from './schema.ts';
import { extraOf, structure, writeRest } from './structure.ts';

/** What Google takes for the name of a function (ai.google.dev/api/caching#FunctionDeclaration). */
const NAME = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$/;

/**
 * Reads `tools`: declared functions, and, in this wire's own words, tools that Google runs itself
 * (`googleSearch`, `codeExecution`, `urlContext`, …).
 */
export function readTools(body: Fields): Tool[] {
  return (body.list('tools', readTool) ?? []).flat();
}

function readTool(value: JsonValue, path: string): Tool[] {
  const tool = structure(value, path);
  const tools: Tool[] = tool.list('functionDeclarations', readDeclaration) ?? [];
  const definition = tool.rest();
  if (definition) tools.push({ type: 'native', by: 'gemini', definition });
  return tools;
}

function readDeclaration(value: JsonValue, path: string): FunctionTool {
  const declaration = structure(value, path);
  const name = declaration.required('name', declaration.string('name'));
  const description = declaration.string('description');
  const parameters = readEither(declaration, 'parameters', 'parametersJsonSchema');
  return {
    type: 'function',
    name,
    ...(description === undefined ? {} : { description }),
    ...(parameters ? { parameters } : {}),
    ...extraOf(declaration.rest()),
  };
}

/**
 * Reads a schema from whichever of two fields holds it.
 * @throws OfoxError of kind `invalid_request` when both do, as Google refuses it.
 */
export function readEither(fields: Fields, plain: string, whole: string): JsonObject | undefined {
  const own = fields.any(plain);
  const json = fields.object(whole);
  if (own !== undefined && json) {
    const param = fields.at(whole);
    throw invalid(param, `${param} and ${fields.at(plain)} exclude each other.`);
  }
  return own === undefined ? json : readSchema(own, fields.at(plain));
}

/** Writes `tools`: all functions in one, then each tool of Google's own. */
export function writeTools(tools: readonly Tool[], encoding: Encoding): JsonObject {
  const functionDeclarations: JsonObject[] = [];
  const written: JsonObject[] = [];
  tools.forEach((tool, at) => {
    if (tool.type === 'function') {
      functionDeclarations.push(writeDeclaration(tool, encoding, `tools[${at}]`));
    } else if (tool.by === 'gemini') written.push(tool.definition);
  });
  if (functionDeclarations.length > 0) written.unshift({ functionDeclarations });
  return written.length > 0 ? { tools: written } : {};
}

function writeDeclaration(tool: FunctionTool, encoding: Encoding, path: string): JsonObject {
  if (!NAME.test(tool.name)) {
    throw invalid(
      `${path}.name`,
      `${path}.name must be at most 128 letters, digits and _ . : - and begin with a letter or _.`,
    );
  }
  drop(encoding, `${path}.cache`, tool.cache);
  const declaration: JsonObject = {
    name: tool.name,
    ...(tool.description === undefined ? {} : { description: tool.description }),
    ...(tool.parameters ? writeSchema(tool.parameters, 'parameters', 'parametersJsonSchema') : {}),
  };
  return writeRest(declaration, tool.extra?.gemini);
}
