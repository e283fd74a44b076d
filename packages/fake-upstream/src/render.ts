import { utf8 } from './json.ts';
import type { BodyForm, SseEvent, Step, Steps } from './step.ts';

/** The text of a server-sent event; each line of its data becomes a line of its own. */
function eventText({ event, data }: SseEvent): string {
  const name = event === undefined ? '' : `event: ${event}\n`;
  return `${name}data: ${data.replaceAll('\n', '\ndata: ')}\n\n`;
}

/** The same steps with JSON and events turned into bytes, one step of bytes for each. */
export function* asBytes(steps: Steps): Generator<Step> {
  let form: BodyForm = 'open';
  let elements = 0;
  for (const step of steps) {
    if (step.do === 'head') {
      form = step.form;
      elements = 0;
      yield form === 'sse' || form === 'array' ? { ...step, form: 'open' } : step;
    } else if (step.do === 'json') {
      yield { do: 'bytes', bytes: utf8(JSON.stringify(step.value)) };
    } else if (step.do === 'event' && form === 'array') {
      elements += 1;
      yield { do: 'bytes', bytes: utf8(`${elements === 1 ? '[' : ',\r\n'}${step.event.data}`) };
    } else if (step.do === 'event') {
      yield { do: 'bytes', bytes: utf8(eventText(step.event)) };
    } else {
      if (step.do === 'end' && form === 'array') {
        yield { do: 'bytes', bytes: utf8(elements === 0 ? '[]' : ']\n') };
      }
      yield step;
    }
  }
}

/** The same steps in bytes, with the `content-length` of a whole body in its head. */
export function* settled(steps: Steps): Generator<Step> {
  let held: Step[] | undefined;
  for (const step of asBytes(steps)) {
    if (step.do === 'head' && step.form === 'whole') held = [step];
    else if (held === undefined) yield step;
    else held.push(step);
  }
  if (held !== undefined) yield* withLength(held);
}

function* withLength(steps: Step[]): Generator<Step> {
  let length = 0;
  for (const step of steps) if (step.do === 'bytes') length += step.bytes.length;
  for (const step of steps) {
    if (step.do !== 'head') yield step;
    else {
      const headers = { 'content-length': String(length), ...step.headers };
      yield { ...step, headers, form: 'open' };
    }
  }
}
