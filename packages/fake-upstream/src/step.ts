import type { JsonValue } from '@ofoxai/core';
import type { RecordedRequest } from './recorded-request.ts';

export type HeaderFields = Record<string, string | string[]>;

/** A server-sent event before it becomes text. */
export interface SseEvent {
  event?: string;
  data: string;
}

/**
 * How the body is made of its parts: `whole` is sent with its `content-length`, `sse` and `array`
 * (Gemini's stream without `alt=sse`) frame events, and `open` takes bytes and headers as they are.
 */
export type BodyForm = 'whole' | 'sse' | 'array' | 'open';

/** What a pause lasts: milliseconds, `Infinity` for ever, or until a promise is kept. */
export type Pause = number | Promise<unknown>;

/** How a connection breaks: with a TCP reset, or closed as if all had been said. */
export type Cut = 'reset' | 'close';

/** One thing that the server does. Steps with a body part are written one by one, each flushed. */
export type Step =
  | { do: 'head'; status: number; headers: HeaderFields; form: BodyForm }
  | { do: 'json'; value: JsonValue }
  | { do: 'event'; event: SseEvent; preamble?: boolean }
  | { do: 'bytes'; bytes: Uint8Array }
  /** Straight onto the socket, past HTTP's framing; only a cut may follow. */
  | { do: 'raw'; bytes: Uint8Array }
  | { do: 'pause'; pause: Pause }
  /** Ends the body; `hangUp` then closes the connection, though the head promised to keep it. */
  | { do: 'end'; hangUp?: boolean }
  | { do: Cut };

export type Steps = Iterable<Step>;

/** The steps that answer a request. */
export type Answer = (request: RecordedRequest) => Steps;

/** Turns an answer's steps into steps with a fault in them. */
export type Fault = (steps: Steps, request: RecordedRequest) => Steps;

/** An answer with faults, which are laid over it in the order given. */
export function faulty(answer: Answer, ...faults: Fault[]): Answer {
  return (request) =>
    faults.reduce<Steps>((steps, fault) => fault(steps, request), answer(request));
}

/** Whether a step carries a part of the body. */
export function isBody(step: Step): boolean {
  return step.do === 'json' || step.do === 'event' || step.do === 'bytes';
}
