import type { Tool } from '@n8n/ai-node-sdk';
import { type FunctionTool, isJsonObject, type JsonObject, type ToolChoice } from '@ofoxai/core';

type ReadSchema = (tool: Extract<Tool, { type: 'function' }>) => unknown;

/** The tools that n8n binds to the model; a schema that cannot be read becomes any object. */
export function readTools(tools: readonly Tool[], readSchema: ReadSchema): FunctionTool[] {
  return tools.flatMap((tool) => {
    if (tool.type !== 'function') return [];
    const { name, description } = tool;
    const parameters = plainSchema(readSchema(tool));
    return [
      { type: 'function' as const, name, parameters, ...(description ? { description } : {}) },
    ];
  });
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

function plainSchema(schema: unknown): JsonObject {
  if (!isJsonObject(schema) || '_def' in schema || '_zod' in schema) {
    return { type: 'object', additionalProperties: true };
  }
  const rest = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
  return rest.type === undefined && rest.anyOf === undefined ? { ...rest, type: 'object' } : rest;
}
