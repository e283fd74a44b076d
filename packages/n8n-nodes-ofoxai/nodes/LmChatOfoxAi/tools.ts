import type { Tool } from '@n8n/ai-node-sdk';
import {
  type FunctionTool,
  isJsonObject,
  type JsonObject,
  type ToolChoice,
  type Warning,
} from '@ofoxai/core';

type ReadSchema = (tool: Extract<Tool, { type: 'function' }>) => unknown;

/**
 * The tools that n8n binds to the model. Of what cannot be carried the warnings tell: tools that are
 * run by one provider, and schemas that nobody here can read, in whose place stands any object.
 */
export function readTools(
  tools: readonly Tool[],
  readSchema: ReadSchema,
): { tools: FunctionTool[]; warnings: Warning[] } {
  const warnings: Warning[] = [];
  const read: FunctionTool[] = [];
  for (const [index, tool] of tools.entries()) {
    const path = `tools[${index}]`;
    if (tool.type !== 'function') {
      const message = `The tool "${tool.name}" is run by a provider of its own and was left out.`;
      warnings.push({ code: 'foreign_dropped', path, message });
      continue;
    }
    const { name, description } = tool;
    const schema = plainSchema(readSchema(tool));
    if (!schema) {
      const message = `The parameters of the tool "${name}" cannot be read: the model may give it any object.`;
      warnings.push({ code: 'schema_reduced', path: `${path}.parameters`, message });
    }
    const parameters = schema ?? { type: 'object', additionalProperties: true };
    read.push({ type: 'function', name, parameters, ...(description ? { description } : {}) });
  }
  return { tools: read, warnings };
}

function writtenByItself(schema: { toJSONSchema?: unknown }): JsonObject | undefined {
  if (typeof schema.toJSONSchema !== 'function') return undefined;
  try {
    return plainSchema(schema.toJSONSchema());
  } catch {
    return undefined; // It holds something that JSON Schema has no word for.
  }
}

/** Which tool must be called, in any of the forms that LangChain's callers use. */
export function readToolChoice(choice: unknown): ToolChoice | undefined {
  if (typeof choice === 'string') {
    if (choice === 'any' || choice === 'required') return 'required';
    if (choice === 'auto' || choice === 'none') return choice;
    return choice === '' ? undefined : { name: choice };
  }
  if (!isJsonObject(choice)) return undefined;
  const name = isJsonObject(choice.function) ? choice.function.name : choice.name;
  if (typeof name === 'string') return { name };
  return readToolChoice(choice.type);
}

/** A tool without parameters has no schema; a schema of another copy of Zod writes itself, if it can. */
function plainSchema(schema: unknown): JsonObject | undefined {
  if (schema === undefined || schema === null) return { type: 'object', properties: {} };
  if (!isJsonObject(schema)) return undefined;
  if ('_def' in schema || '_zod' in schema) {
    return writtenByItself(schema);
  }
  const rest = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
  return rest.type === undefined && rest.anyOf === undefined ? { ...rest, type: 'object' } : rest;
}
