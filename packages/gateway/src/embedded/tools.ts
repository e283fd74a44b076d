import type { ChatRequest, FunctionTool, JsonObject, ToolChoice } from '@ofoxai/core';
import { isJsonObject } from '@ofoxai/core';
import { type Hints, readHints } from './hints.ts';
import { invalidRequest } from './refusal.ts';
import { flattenSchema } from './schema-flatten.ts';
import { valueForSchema } from './schema-value.ts';
import { isAskedFor } from './tool-match.ts';
import type { Turn } from './turn.ts';

/** A call that the model wants made. */
export interface WantedCall {
  name: string;
  /** JSON text. */
  arguments: string;
}

/** More items of a list than this get no call of their own. */
const MOST_ITEMS = 8;

const TEXT_LIKE =
  /^(?:query|q|search|question|term|keywords?|input|text|prompt|message|content|body|request|task|instructions?|expression|formula)$/i;

/**
 * The tools to be called now, as the choice, the message and the calls already made in this turn
 * suggest. A list ("the weather in Paris and Tokyo") makes a call for each item, one after the
 * other when calls must not be parallel.
 *
 * @throws OfoxError of kind `invalid_request` for a choice that names no tool of the request.
 */
export function wantedCalls(request: ChatRequest, turn: Turn): WantedCall[] {
  const { tools, toolChoice = 'auto' } = request;
  const all = tools.filter((tool) => tool.type === 'function');
  const { allowed, forced } = readChoice(toolChoice, all);
  if (allowed.length === 0) return [];
  const hints = readHints(turn.text);
  const asked = allowed.filter((tool) => isAskedFor(tool, hints));
  const chosen = asked.length > 0 || !forced ? asked : allowed.slice(0, 1);
  const calls = chosen.flatMap((tool) => callsOf(tool, hints, tools.indexOf(tool), forced));
  const made = new Set(turn.calls.map(({ name, arguments: json }) => callKey(name, json)));
  const open = calls.filter((call) => !made.has(callKey(call.name, call.arguments)));
  const wanted = open.length > 0 || !forced ? open : calls;
  return request.parallelToolCalls === false ? wanted.slice(0, 1) : wanted;
}

function readChoice(choice: ToolChoice, tools: FunctionTool[]) {
  if (choice === 'none') return { allowed: [], forced: false };
  if (choice === 'auto') return { allowed: tools, forced: false };
  if (choice === 'required') {
    if (tools.length === 0) {
      throw invalidRequest('toolChoice', 'A tool call is required, but there are no tools.');
    }
    return { allowed: tools, forced: true };
  }
  if ('name' in choice) {
    return { allowed: [findTool(choice.name, 'toolChoice.name', tools)], forced: true };
  }
  const allowed = choice.allowed.map((name, index) =>
    findTool(name, `toolChoice.allowed[${index}]`, tools),
  );
  return { allowed, forced: choice.mode === 'required' };
}

function findTool(name: string, param: string, tools: FunctionTool[]): FunctionTool {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool) return tool;
  throw invalidRequest(
    param,
    `${param} names ${JSON.stringify(name)}, which is not among the tools.`,
  );
}

function callsOf(tool: FunctionTool, hints: Hints, number: number, forced: boolean): WantedCall[] {
  const { name, parameters } = tool;
  if (!parameters) return [{ name, arguments: '{}' }];
  const param = `tools[${number}].parameters`;
  const subjects = takesOneSubject(parameters, hints, param) ? hints.subjects : [];
  const variants =
    subjects.length > 1 && subjects.length <= MOST_ITEMS
      ? subjects.map((subject) => ({ ...hints, subjects: [subject], phrase: subject }))
      : [hints];
  const values = variants.map((variant) =>
    valueForSchema(parameters, { param, hints: variant, optional: forced ? 'all' : 'named' }),
  );
  const texts = values.map((value) => JSON.stringify(isJsonObject(value) ? value : {}));
  return [...new Set(texts)].map((text) => ({ name, arguments: text }));
}

/** Whether the first field that must be there is a name of something rather than a list or a text. */
function takesOneSubject(parameters: JsonObject, hints: Hints, param: string): boolean {
  if (hints.quoted.length > 0) return false;
  const { properties, required } = flattenSchema(parameters, parameters, param);
  if (!isJsonObject(properties)) return false;
  const first =
    Array.isArray(required) && required[0] !== undefined
      ? String(required[0])
      : Object.keys(properties)[0];
  if (first === undefined || TEXT_LIKE.test(first) || !Object.hasOwn(properties, first))
    return false;
  const field = flattenSchema(properties[first], parameters, param);
  return String(field.type).toLowerCase() === 'string' && !('enum' in field || 'format' in field);
}

/** Equal for calls that differ only in how their JSON is written. */
function callKey(name: string, json: string): string {
  try {
    return `${name} ${JSON.stringify(sorted(JSON.parse(json)))}`;
  } catch {
    return `${name} ${json}`;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
