import { type ChatRequest, isJsonObject } from '@ofoxai/core';
import { readHints } from './hints.ts';
import { valueForSchema } from './schema-value.ts';
import type { WantedCall } from './tools.ts';
import { systemText, type Turn } from './turn.ts';
import { writeAnswer } from './writer.ts';

/** "You must use the tool", with its name next to it. */
const DEMAND =
  /\b(?:must|always)\b[^.\n]{0,40}\b(?:use|call)\b[^.\n\w]{0,4}(?:the )?(?:tool )?[`"']?$/i;

/**
 * The call of a tool by which, as the system prompt demands, every answer must be given; agents
 * with structured output work so. It is made once in a turn, when nothing else is to be called.
 */
export function demandedCalls(request: ChatRequest, turn: Turn, model: string): WantedCall[] {
  if ((request.toolChoice ?? 'auto') !== 'auto') return [];
  const system = systemText(request);
  for (const [number, tool] of request.tools.entries()) {
    if (tool.type !== 'function') continue;
    const at = system.indexOf(tool.name);
    const isDemanded = at > 0 && DEMAND.test(system.slice(Math.max(0, at - 120), at));
    if (!isDemanded || turn.calls.some((call) => call.name === tool.name)) continue;
    const value = valueForSchema(tool.parameters ?? {}, {
      param: `tools[${number}].parameters`,
      hints: readHints(turn.text),
      optional: 'all',
      answer: writeAnswer(request, turn, model),
    });
    return [{ name: tool.name, arguments: JSON.stringify(isJsonObject(value) ? value : {}) }];
  }
  return [];
}
