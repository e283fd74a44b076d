import { isJsonObject, type JsonObject, type JsonValue, type ProtocolName } from '@ofoxai/core';

/** The JSON of each event of a stream, in their order. */
export function dataOf(text: string): JsonObject[] {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => /^data: ?\{/.test(line));
  return lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))) as JsonObject);
}

/** A call as the official SDKs put it together. */
export interface AssembledCall {
  id: string;
  name: string;
  arguments: JsonValue;
}

/** What official SDKs make of a stream. */
export interface Assembled {
  text: string;
  calls: AssembledCall[];
  /** The wire's own word. */
  finish: string;
}

/**
 * Puts a stream together as strictly as the strictest of its official SDKs, with none of core's
 * code: whatever is out of order throws.
 */
export function assemble(protocol: ProtocolName, text: string): Assembled {
  return { openai, anthropic, gemini }[protocol](dataOf(text));
}

function openai(chunks: readonly JsonObject[]): Assembled {
  const calls: { id: string; name: string; json: string }[] = [];
  let [text, finish] = ['', ''];
  for (const { choices } of chunks) {
    const [choice] = listOf(choices);
    if (!choice) continue;
    must(finish === '', 'output behind the reason to end');
    const delta = objectOf(choice.delta);
    if (typeof delta.content === 'string') text += delta.content;
    for (const piece of listOf(delta.tool_calls)) {
      const index = Number(piece.index);
      const told = objectOf(piece.function);
      if (index === calls.length) {
        must(typeof piece.id === 'string' && piece.id !== '', 'a call without id');
        calls.push({ id: String(piece.id), name: '', json: '' });
      }
      const call = calls[index];
      must(call !== undefined, `call ${index} before those in front of it`);
      // SDKs append whatever comes.
      if (call) call.name += told.name ?? '';
      if (call) call.json += told.arguments ?? '';
    }
    if (typeof choice.finish_reason === 'string') finish = choice.finish_reason;
  }
  return {
    text,
    finish,
    calls: calls.map(({ id, name, json }) => ({ id, name, arguments: JSON.parse(json) })),
  };
}

function anthropic(events: readonly JsonObject[]): Assembled {
  const calls: AssembledCall[] = [];
  let [text, finish, json] = ['', '', ''];
  let open: JsonObject | undefined;
  let next = 0;
  let state: 'before' | 'within' | 'told' | 'over' = 'before';
  for (const { type, index, content_block, delta } of events) {
    if (type === 'ping') continue;
    if (type === 'message_start') {
      must(state === 'before', 'two starts');
      state = 'within';
    } else if (type === 'content_block_start') {
      must(state === 'within' && !open, 'blocks overlap');
      must(index === next, `block ${index} in the place of ${next}`);
      open = objectOf(content_block);
      json = '';
    } else if (type === 'content_block_delta') {
      must(open !== undefined && index === next, 'a delta outside its block');
      const piece = objectOf(delta);
      must(FITTING[String(piece.type)] === open?.type, `${piece.type} in ${open?.type}`);
      if (piece.type === 'text_delta') text += piece.text;
      if (piece.type === 'input_json_delta') json += piece.partial_json;
    } else if (type === 'content_block_stop') {
      must(open !== undefined && index === next, 'the end of a block that is not open');
      if (open?.type === 'tool_use') {
        const { id, name } = open;
        calls.push({ id: String(id), name: String(name), arguments: JSON.parse(json || '{}') });
      }
      open = undefined;
      next += 1;
    } else if (type === 'message_delta') {
      must(state === 'within' && !open, 'the end of the message within a block');
      finish = String(objectOf(delta).stop_reason);
      state = 'told';
    } else if (type === 'message_stop') {
      must(state === 'told', 'no message_delta before message_stop');
      state = 'over';
    } else throw new Error(`An event of type ${type}`);
  }
  must(state === 'over', 'no message_stop');
  return { text, calls, finish };
}

const FITTING: Record<string, string> = {
  text_delta: 'text',
  input_json_delta: 'tool_use',
  thinking_delta: 'thinking',
  signature_delta: 'thinking',
};

function gemini(chunks: readonly JsonObject[]): Assembled {
  const calls: AssembledCall[] = [];
  let [text, finish] = ['', ''];
  for (const { candidates } of chunks) {
    const [candidate] = listOf(candidates);
    if (!candidate) continue;
    for (const part of listOf(objectOf(candidate.content).parts)) {
      if (typeof part.text === 'string' && part.thought !== true) text += part.text;
      if (!isJsonObject(part.functionCall)) continue;
      const { id = '', name, args = {} } = part.functionCall;
      calls.push({ id: String(id), name: String(name), arguments: args });
    }
    if (typeof candidate.finishReason === 'string') finish = candidate.finishReason;
  }
  return { text, calls, finish };
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`The stream is not well formed: ${what}`);
}

function listOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
