import type { BindToolsInput } from '@langchain/core/language_models/chat_models';
import { isLangChainTool } from '@langchain/core/utils/function_calling';
import { toJsonSchema } from '@langchain/core/utils/json_schema';
import {
  type FunctionTool,
  isJsonObject,
  type JsonObject,
  OfoxError,
  type ProtocolName,
  type Tool,
} from '@ofoxai/core';
import { readCacheControl } from './content-block.ts';

/** A tool as OpenAI's wire has it, which is how LangChain's traces and agents know it. */
export interface OpenAITool {
  type: 'function';
  function: { name: string; description?: string; parameters?: object; strict?: boolean };
  /** What only one provider knows of the tool, and cache markers. */
  extras?: Record<string, unknown>;
}

/** Tools of LangChain's own kinds in OpenAI's form; others as they are. Nothing is changed in place. */
export function formatTools(tools: readonly BindToolsInput[]): BindToolsInput[] {
  return tools.map((tool) => (isLangChainTool(tool) ? formatTool(tool) : tool));
}

function formatTool(tool: Extract<BindToolsInput, { name: string }>): BindToolsInput {
  const { name, description, schema } = tool;
  const extras: unknown = 'extras' in tool ? tool.extras : undefined;
  if (isJsonObject(extras) && isJsonObject(extras.providerToolDefinition)) {
    return extras.providerToolDefinition;
  }
  const parameters = toJsonSchema(schema) as object;
  return {
    type: 'function',
    function: { name, ...(description === undefined ? {} : { description }), parameters },
    ...(isJsonObject(extras) ? { extras } : {}),
  };
}

/**
 * Reads tools in any shape that `bindTools` takes: LangChain's tools, runnables and parameters,
 * definitions in the words of OpenAI, Anthropic and Google, and tools that a provider runs itself.
 *
 * @param strict for the tools that do not say themselves whether their arguments must satisfy the
 * schema.
 * @throws OfoxError of kind `invalid_request` that names the tool which is none.
 */
export function readTools(
  tools: readonly BindToolsInput[],
  protocol: ProtocolName,
  strict: boolean | undefined,
): Tool[] {
  return formatTools(tools).flatMap((tool, at) => {
    const found = readTool(tool as Record<string, unknown>, protocol);
    if (found.length === 0) {
      const param = `tools[${at}]`;
      throw new OfoxError('invalid_request', `${param} is of no shape that tools have.`, { param });
    }
    if (strict === undefined) return found;
    return found.map((one) => (one.type === 'function' ? { strict, ...one } : one));
  });
}

function readTool(tool: Record<string, unknown>, protocol: ProtocolName): Tool[] {
  if (tool.type === 'native') return [tool as unknown as Tool];
  if (tool.type === 'function') {
    return readFunction(isJsonObject(tool.function) ? tool.function : tool, tool, protocol);
  }
  if (Array.isArray(tool.functionDeclarations)) {
    return tool.functionDeclarations.flatMap((one) => readFunction(one, one, protocol));
  }
  if (isJsonObject(tool.input_schema)) {
    return readFunction({ ...tool, parameters: tool.input_schema }, tool, protocol);
  }
  if (typeof tool.name === 'string' && tool.type === undefined) {
    return readFunction(tool, tool, protocol);
  }
  const [field, ...others] = Object.keys(tool);
  const isNamedByField = field !== undefined && others.length === 0 && isJsonObject(tool[field]);
  if (typeof tool.type !== 'string' && !isNamedByField) return [];
  // Google's own tools are called by their only field, those of the others by their type.
  const by = typeof tool.type === 'string' ? protocol : 'gemini';
  return [{ type: 'native', by, definition: tool as JsonObject }];
}

function readFunction(
  told: Record<string, unknown>,
  carrier: Record<string, unknown>,
  protocol: ProtocolName,
): FunctionTool[] {
  const { name, description, strict } = told;
  if (typeof name !== 'string') return [];
  const schema = told.parameters ?? told.parametersJsonSchema ?? told.schema;
  const extras = isJsonObject(carrier.extras) ? carrier.extras : {};
  const { cache_control: _, ...words } = extras;
  return [
    {
      type: 'function',
      name,
      ...(typeof description === 'string' ? { description } : {}),
      ...(schema === undefined ? {} : { parameters: toJsonSchema(schema as object) as JsonObject }),
      ...(typeof strict === 'boolean' ? { strict } : {}),
      ...readCacheControl(extras),
      ...readCacheControl(carrier),
      ...(Object.keys(words).length > 0 ? { extra: { [protocol]: words } } : {}),
    },
  ];
}
