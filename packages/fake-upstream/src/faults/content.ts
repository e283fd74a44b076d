import type { JsonObject } from '@ofoxai/core';
import type { Fault } from '../step.ts';
import { editEvents, editJson, objectIn, objectsIn } from './edit.ts';

/** Leaves out every count of tokens, and events that bring nothing else. */
export function withoutUsage(): Fault {
  return editJson((data) => {
    if ('usage' in data && Array.isArray(data.choices) && data.choices.length === 0) {
      return undefined;
    }
    delete data.usage;
    delete data.usageMetadata;
    delete objectIn(data, 'message')?.usage;
    return data;
  });
}

/** Leaves out the numbers that tell parts apart: of OpenAI's tool calls, of Anthropic's blocks. */
export function withoutIndexes(): Fault {
  return editEvents((data) => {
    for (const call of toolCallDeltas(data)) delete call.index;
    delete data.index;
    return data;
  });
}

/** Gives all of OpenAI's tool calls, and all of Anthropic's blocks, the number 0. */
export function sameIndexes(): Fault {
  return editEvents((data) => {
    for (const call of toolCallDeltas(data)) call.index = 0;
    if ('index' in data) data.index = 0;
    return data;
  });
}

/** Repeats the id and the name of OpenAI's tool calls in each of their deltas. */
export function repeatedToolNames(): Fault {
  return (steps, request) => {
    const heads = new Map<unknown, { id: string; name: string }>();
    return editEvents((data) => {
      for (const call of toolCallDeltas(data)) {
        const named = objectIn(call, 'function');
        if (typeof call.id === 'string' && typeof named?.name === 'string') {
          heads.set(call.index, { id: call.id, name: named.name });
        }
        const head = heads.get(call.index);
        if (head === undefined || named === undefined) continue;
        call.id = head.id;
        named.name = head.name;
      }
      return data;
    })(steps, request);
  };
}

/** Sends each of OpenAI's tool calls in one delta: the name and all of the arguments at once. */
export function wholeToolCalls(): Fault {
  return function* (steps, request) {
    const heads = new Map<unknown, JsonObject>();
    const collect = editEvents((data) => {
      let seen = false;
      for (const call of toolCallDeltas(data)) {
        const head = heads.get(call.index);
        const named = objectIn(call, 'function');
        const target = head && objectIn(head, 'function');
        if (target === undefined || named === undefined) heads.set(call.index, call);
        else {
          target.arguments = `${target.arguments}${named.arguments}`;
          seen = true;
        }
      }
      return seen ? undefined : data;
    });
    const kept = [...collect(steps, request)];
    yield* editEvents((data) => {
      for (const call of toolCallDeltas(data)) Object.assign(call, heads.get(call.index));
      return data;
    })(kept, request);
  };
}

/** Sends before each event one whose `choices` or `candidates` are empty; Anthropic's are pings. */
export function emptyChoices(): Fault {
  return editEvents((data, request) => {
    switch (request.protocol) {
      case 'openai': {
        const { usage: _, ...frame } = data;
        return [{ ...frame, choices: [] }, data];
      }
      case 'anthropic':
        return [{ type: 'ping' }, data];
      case 'gemini':
        return [{ ...data, candidates: [] }, data];
    }
  });
}

/** Sends before each event one whose delta or content is null, and nulls in OpenAI's deltas. */
export function nullDeltas(): Fault {
  return editEvents((data) => {
    const [choice] = objectsIn(data, 'choices');
    if (choice !== undefined) {
      const delta = objectIn(choice, 'delta');
      const full = { ...choice, delta: { ...NULL_DELTA, ...delta } };
      const bare = { ...choice, delta: null, finish_reason: null };
      return [
        { ...data, choices: [bare] },
        { ...data, choices: [full] },
      ];
    }
    const [candidate] = objectsIn(data, 'candidates');
    if (candidate !== undefined) {
      const { finishReason: _, ...rest } = candidate;
      return [{ ...data, candidates: [{ ...rest, content: null }] }, data];
    }
    if (data.type === 'content_block_delta') return [{ ...data, delta: null }, data];
    return data;
  });
}

const NULL_DELTA: JsonObject = { role: null, content: null, refusal: null, tool_calls: null };

function toolCallDeltas(data: JsonObject): JsonObject[] {
  return objectsIn(data, 'choices').flatMap((choice) => {
    const delta = objectIn(choice, 'delta');
    return delta === undefined ? [] : objectsIn(delta, 'tool_calls');
  });
}
