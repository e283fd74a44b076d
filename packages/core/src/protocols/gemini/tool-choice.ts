import type { Fields } from '../../fields.ts';
import type { JsonObject } from '../../json.ts';
import type { ChatRequest, FunctionTool, Tool, ToolChoice } from '../../request.ts';
import { drop, type Encoding, warn } from './encoding.ts';

const MODES = ['MODE_UNSPECIFIED', 'AUTO', 'ANY', 'NONE', 'VALIDATED'] as const;

/**
 * Reads `toolConfig.functionCallingConfig` (ai.google.dev/api/caching#FunctionCallingConfig).
 * `VALIDATED` is `auto` with calls that must satisfy their schemas, which is what `strict` says;
 * with `allowedFunctionNames` it is the only way to say `auto` of some functions.
 */
export function readToolChoice(
  body: Fields,
  tools: Tool[],
): Pick<ChatRequest, 'tools' | 'toolChoice'> {
  const config = body.fields('toolConfig');
  const calling = config?.fields('functionCallingConfig');
  if (!config || !calling) {
    body.leave('toolConfig', config?.rest());
    return { tools };
  }
  const mode = calling.oneOf('mode', MODES);
  const allowed = calling.strings('allowedFunctionNames') ?? [];
  config.leave('functionCallingConfig', calling.rest());
  body.leave('toolConfig', config.rest());
  const strict = mode === 'VALIDATED' && allowed.length === 0;
  const toolChoice = choiceOf(mode, allowed);
  return {
    tools: strict
      ? tools.map((tool) => (isFunction(tool) ? { ...tool, strict: true } : tool))
      : tools,
    ...(toolChoice === undefined ? {} : { toolChoice }),
  };
}

function choiceOf(mode: string | undefined, allowed: string[]): ToolChoice | undefined {
  switch (mode) {
    case 'NONE':
      return 'none';
    case 'ANY':
      if (allowed.length === 0) return 'required';
      return allowed.length === 1 ? { name: allowed[0] as string } : { allowed, mode: 'required' };
    case 'AUTO':
    case 'VALIDATED':
      return allowed.length === 0 ? 'auto' : { allowed, mode: 'auto' };
    default:
      return allowed.length === 0 ? undefined : { allowed, mode: 'auto' };
  }
}

/** Writes `toolConfig`; all modes but `AUTO` hold every call to its schema, strict or not. */
export function writeToolChoice(request: ChatRequest, encoding: Encoding): JsonObject {
  drop(encoding, 'parallelToolCalls', request.parallelToolCalls === false ? false : undefined);
  const functions = request.tools.filter(isFunction);
  const strict = functions.filter((tool) => tool.strict === true).length;
  const { toolChoice } = request;
  const free = toolChoice === undefined || toolChoice === 'auto';
  if (free && strict > 0 && strict < functions.length) {
    warn(encoding, 'approximated', 'tools', 'Gemini holds all functions to their schemas or none.');
  }
  const config = free && strict > 0 ? { mode: 'VALIDATED' } : configOf(toolChoice);
  return config ? { toolConfig: { functionCallingConfig: config } } : {};
}

function configOf(choice: ToolChoice | undefined): JsonObject | undefined {
  if (choice === undefined) return undefined;
  if (choice === 'auto') return { mode: 'AUTO' };
  if (choice === 'none') return { mode: 'NONE' };
  if (choice === 'required') return { mode: 'ANY' };
  if ('name' in choice) return { mode: 'ANY', allowedFunctionNames: [choice.name] };
  const mode = choice.mode === 'required' ? 'ANY' : 'VALIDATED';
  return { mode, allowedFunctionNames: choice.allowed };
}

function isFunction(tool: Tool): tool is FunctionTool {
  return tool.type === 'function';
}
