import type { JsonValue } from '@ofoxai/core';
import { utf8 } from '../json.ts';
import type { Answer, BodyForm, HeaderFields, SseEvent } from '../step.ts';

/** A whole answer as it stands, with its `content-length`. */
export function raw(answer: {
  status?: number;
  headers?: HeaderFields;
  body?: string | Uint8Array;
}): Answer {
  const { status = 200, headers = {}, body = '' } = answer;
  const bytes = typeof body === 'string' ? utf8(body) : body;
  return () => [
    { do: 'head', status, headers, form: 'whole' },
    ...(bytes.length > 0 ? [{ do: 'bytes', bytes } as const] : []),
    { do: 'end' },
  ];
}

/** A whole answer in JSON. */
export function json(value: JsonValue, status = 200, headers: HeaderFields = {}): Answer {
  return () => [
    {
      do: 'head',
      status,
      headers: { 'content-type': 'application/json', ...headers },
      form: 'whole',
    },
    { do: 'json', value },
    { do: 'end' },
  ];
}

/**
 * A stream of literal events: a string is sent byte for byte as it is, framing and all; an object
 * is framed. The events may be endless.
 */
export function stream(answer: {
  events: Iterable<SseEvent | string>;
  status?: number;
  headers?: HeaderFields;
  /** `sse`, or `array` for Gemini's stream without `alt=sse`. */
  framing?: Extract<BodyForm, 'sse' | 'array'>;
}): Answer {
  const { events, status = 200, headers = {}, framing = 'sse' } = answer;
  const type = framing === 'sse' ? 'text/event-stream' : 'application/json';
  return function* () {
    yield {
      do: 'head',
      status,
      headers: { 'content-type': type, ...headers },
      form: framing,
    };
    for (const event of events) {
      yield typeof event === 'string'
        ? { do: 'bytes', bytes: utf8(event) }
        : { do: 'event', event };
    }
    yield { do: 'end' };
  };
}

/** A page such as a proxy in between would send. */
export function html(status = 502): Answer {
  const body = `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>Error ${status}</h1></body></html>`;
  return raw({ status, headers: { 'content-type': 'text/html; charset=utf-8' }, body });
}

/** A body of no bytes that calls itself JSON. */
export function empty(status = 200): Answer {
  return raw({ status, headers: { 'content-type': 'application/json' } });
}

/** Sends the client elsewhere. */
export function redirect(location: string, status = 307): Answer {
  return raw({ status, headers: { location } });
}

/** Bytes in the place of an HTTP answer, and the end of the connection. */
export function notHttp(bytes: string): Answer {
  return () => [{ do: 'raw', bytes: utf8(bytes) }, { do: 'close' }];
}
