import { isJsonObject, OfoxError, type Tool, type ToolChoice } from '@ofoxai/core';

const WORDS: Record<string, ToolChoice> = {
  auto: 'auto',
  none: 'none',
  any: 'required',
  required: 'required',
};

/**
 * Reads `tool_choice` in LangChain's words (`auto`, `any`, `none`, a tool's name) and in those of
 * OpenAI, Anthropic and Google.
 *
 * @throws OfoxError of kind `invalid_request` for a form that none of them has, and for a tool that
 * is not among the tools.
 */
export function readToolChoice(value: unknown, tools: readonly Tool[]): ToolChoice | undefined {
  if (value === undefined || value === null) return undefined;
  const choice = typeof value === 'string' ? (WORDS[value] ?? { name: value }) : readObject(value);
  if (choice === undefined) throw refuse('is of no form that is known');
  for (const name of namesOf(choice)) {
    const isKnown = tools.some((tool) =>
      tool.type === 'function' ? tool.name === name : tool.definition.name === name,
    );
    if (!isKnown) throw refuse(`names ${JSON.stringify(name)}, which is not among the tools`);
  }
  return choice;
}

function readObject(value: unknown): ToolChoice | undefined {
  if (!isJsonObject(value)) return undefined;
  const { type, mode, name } = value;
  const named = isJsonObject(value.function) ? value.function.name : name;
  if (isJsonObject(value.functionCallingConfig)) return readObject(value.functionCallingConfig);
  if (type === 'allowed_tools') {
    return readAllowed(isJsonObject(value.allowed_tools) ? value.allowed_tools : value);
  }
  if (Array.isArray(value.allowedFunctionNames) && value.allowedFunctionNames.length > 0) {
    return readAllowed({ tools: value.allowedFunctionNames, mode: 'required' });
  }
  if (typeof named === 'string') return { name: named };
  const word = typeof type === 'string' ? type : typeof mode === 'string' ? mode : undefined;
  return word === undefined ? undefined : WORDS[word.toLowerCase()];
}

function readAllowed({ tools, mode }: Record<string, unknown>): ToolChoice | undefined {
  if (!Array.isArray(tools)) return undefined;
  const allowed = tools.flatMap((tool) => {
    if (typeof tool === 'string') return tool;
    const inner = isJsonObject(tool) && isJsonObject(tool.function) ? tool.function : tool;
    return isJsonObject(inner) && typeof inner.name === 'string' ? inner.name : [];
  });
  return { allowed, mode: mode === 'required' || mode === 'any' ? 'required' : 'auto' };
}

function namesOf(choice: ToolChoice): readonly string[] {
  if (typeof choice === 'string') return [];
  return 'name' in choice ? [choice.name] : choice.allowed;
}

/** Whether the choice itself forbids several calls in one turn, as Anthropic's may. */
export function forbidsParallelCalls(value: unknown): boolean {
  return isJsonObject(value) && value.disable_parallel_tool_use === true;
}

function refuse(why: string): OfoxError {
  return new OfoxError('invalid_request', `tool_choice ${why}.`, { param: 'tool_choice' });
}
