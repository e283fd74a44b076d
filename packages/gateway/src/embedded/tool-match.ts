import type { FunctionTool } from '@ofoxai/core';
import { type Hints, mentions } from './hints.ts';

/** Words that say how a tool works rather than what it is about. */
const VERBS =
  /^(?:get|set|search|find|list|fetch|look|lookup|up|create|make|do|run|tool|call|use|read|query|add|send|show|check|current|the|a|of|for|to|by|in|with|and)$/;
const STOP_WORDS =
  /^(?:this|that|with|from|when|what|which|your|will|used|uses|using|tool|function|returns?|given|about|into|have|should|call|user|users|their|some|more|need|want|can|able|useful|input|output|value|values|string|number|city|name)$/;

const CALCULATES =
  /calculat|\bmath|arithmetic|\b(?:add|sum|subtract|multipl|divid)\w* (?:\w+ ){0,2}(?:numbers?|integers?)\b/i;

/**
 * Whether a message asks for something that this tool does: it names the tool, or at least half of
 * the telling words of its name, or two of its description; a calculator is asked for by a sum.
 */
export function isAskedFor(tool: FunctionTool, hints: Hints): boolean {
  if (
    /\b(?:without (?:using |calling )?(?:any )?tools?|(?:don'?t|do not) (?:use|call))\b/i.test(
      hints.text,
    )
  ) {
    return false;
  }
  if (hints.text.includes(tool.name) || mentions(hints, tool.name)) return true;
  const names = words(tool.name);
  const about = `${tool.name} ${tool.description ?? ''}`;
  if (hints.sum && CALCULATES.test(about)) return true;
  const telling = names.filter((word) => !VERBS.test(word));
  const wanted = telling.length > 0 ? telling : names;
  const said = new Set(words(hints.text));
  if (hints.sum) said.delete('time');
  const count = wanted.filter((word) => said.has(word)).length;
  if (count > 0 && count >= wanted.length / 2) return true;
  const described = new Set(words(tool.description ?? ''));
  const both = [...described].filter(
    (word) => word.length > 3 && !STOP_WORDS.test(word) && said.has(word),
  );
  return both.length >= 2;
}

/** The words of a name or sentence, in lower case and without the plural's letter. */
function words(text: string): string[] {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));
}
