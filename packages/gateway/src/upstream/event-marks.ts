import type { JsonObject, Protocol, ProtocolName, Usage } from '@ofoxai/core';
import { isJsonObject } from '@ofoxai/core';

/** What of a stream's text is looked for on the way; its characters stand for bytes. */
interface Marks {
  /** Before the model's name. */
  model: readonly string[];
  /** Whether the name stands in every event, or in the first ones only. */
  modelRepeats: boolean;
  usage: string;
  /** Whether these events hold the one that ends the stream. */
  isTerminal(events: string): boolean;
  /** Whether they tell why the answer ended: enough, where the terminal event is missing. */
  isFinish(events: string): boolean;
}

/** A quote within a JSON string is escaped, so what has quotes here can't be a part of one. */
export const MARKS: Record<ProtocolName, Marks> = {
  openai: {
    model: ['"model":', '"model": '],
    modelRepeats: true,
    usage: '"usage":',
    isTerminal: hasDone,
    isFinish: (events) => hasString(events, '"finish_reason":'),
  },
  anthropic: {
    model: ['"model":', '"model": '],
    modelRepeats: false,
    usage: '"usage":',
    isTerminal: (events) => events.includes('"message_stop"'),
    isFinish: () => false,
  },
  gemini: {
    model: ['"modelVersion":', '"modelVersion": '],
    modelRepeats: true,
    usage: '"usageMetadata":',
    isTerminal: () => false,
    isFinish: (events) =>
      hasString(events, '"finishReason":') || hasString(events, '"blockReason":'),
  },
};

/** Whether a line is `data: [DONE]`; the words may also stand within an answer's text. */
function hasDone(events: string): boolean {
  for (let at = events.indexOf('[DONE]'); at !== -1; at = events.indexOf('[DONE]', at + 1)) {
    const line = events.slice(Math.max(0, at - 7), at);
    if (/(?:^|[\r\n])data: ?$/.test(line)) return true;
  }
  return false;
}

/** Whether the last field of this name holds a string, not null. */
function hasString(events: string, name: string): boolean {
  const at = events.lastIndexOf(name);
  return at !== -1 && /^ ?"/.test(events.slice(at + name.length, at + name.length + 2));
}

const DATA = /^data:[ ]?(.*)$/gm;

/** The JSON of one event; `undefined` when it has none. @param event characters that stand for bytes. */
export function jsonOfEvent(event: string): JsonObject | undefined {
  const lines: string[] = [];
  for (const [, line = ''] of event
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .matchAll(DATA)) {
    lines.push(line);
  }
  try {
    const value: unknown = JSON.parse(Buffer.from(lines.join('\n'), 'latin1').toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The usage that an event tells, in its wire's words. */
export function usageOfEvent(event: JsonObject, protocol: ProtocolName): JsonObject | undefined {
  const { message } = event;
  const told = protocol === 'gemini' ? event.usageMetadata : event.usage;
  if (isJsonObject(told)) return told;
  return isJsonObject(message) && isJsonObject(message.usage) ? message.usage : undefined;
}

/** Anthropic tells what was read at the beginning and what was written at the end. */
export function readUsages(
  protocol: Protocol,
  ...told: (JsonObject | undefined)[]
): Usage | undefined {
  const known = told.filter((usage) => usage !== undefined);
  return known.length === 0 ? undefined : protocol.readUsage(Object.assign({}, ...known));
}
