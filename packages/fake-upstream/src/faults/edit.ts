import type { JsonObject, JsonValue } from '@ofoxai/core';
import { isObject, parseJson } from '../json.ts';
import type { RecordedRequest } from '../recorded-request.ts';
import type { Fault, SseEvent } from '../step.ts';

/** What becomes of a body of JSON or of an event's data: nothing, itself changed, or several. */
export type Edit = (
  data: JsonObject,
  request: RecordedRequest,
) => JsonObject | readonly JsonObject[] | undefined;

/** Changes each event of a stream; events that are not a JSON object stay as they are. */
export function editEvents(edit: Edit): Fault {
  return function* (steps, request) {
    for (const step of steps) {
      const data = step.do === 'event' ? parseJson(step.event.data) : undefined;
      if (step.do !== 'event' || !isObject(data)) yield step;
      else {
        for (const edited of list(edit(data, request))) {
          yield { ...step, event: withData(step.event, edited) };
        }
      }
    }
  };
}

/** Changes a whole body of JSON and each event of a stream. */
export function editJson(edit: Edit): Fault {
  const inEvents = editEvents(edit);
  return function* (steps, request) {
    for (const step of inEvents(steps, request)) {
      if (step.do !== 'json' || !isObject(step.value)) yield step;
      else for (const value of list(edit(step.value, request))) yield { do: 'json', value };
    }
  };
}

/** An object in a field, or nothing. */
export function objectIn(data: JsonObject, field: string): JsonObject | undefined {
  const value: JsonValue | undefined = data[field];
  return isObject(value) ? value : undefined;
}

/** The objects of an array in a field. */
export function objectsIn(data: JsonObject, field: string): JsonObject[] {
  const value = data[field];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function withData(event: SseEvent, data: JsonObject): SseEvent {
  const named = event.event !== undefined && typeof data.type === 'string';
  return { ...event, ...(named && { event: data.type as string }), data: JSON.stringify(data) };
}

function list(edited: ReturnType<Edit>): readonly JsonObject[] {
  if (edited === undefined) return [];
  return Array.isArray(edited) ? edited : [edited as JsonObject];
}
