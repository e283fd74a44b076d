import {
  isJsonObject,
  type JsonObject,
  OfoxError,
  type Protocol,
  type ServerSentEvent,
  SseReader,
  type Usage,
} from '@ofoxai/core';
import type { ChatCall } from './chat-call.ts';
import { eventEnd, eventStart } from './event-boundary.ts';
import { jsonOfEvent, MARKS, readUsages, usageOfEvent } from './event-marks.ts';
import { concealed, type NodeRoute } from './node.ts';
import { asBytes } from './replace-only.ts';

/**
 * Looks at the whole events of a stream on their way, and changes what must be: the model's name,
 * and the event with the usage where the gateway alone had asked for it. The events are texts whose
 * characters stand for bytes.
 */
export class StreamTap {
  readonly #face: Protocol;
  readonly #call: ChatCall;
  readonly #route: NodeRoute;
  readonly #hideUsage: boolean;
  /** As the node calls the model, until it is known how its name stands in the events. */
  #upstreamModel = '';
  /** As the node writes it, and as it is to be; no longer looked for when absent. */
  #rename: { from: string; to: string } | undefined;
  #firstUsage: JsonObject | undefined;
  /** The last event with usage; read when the stream is over. */
  #usageEvent = '';
  #hasFinish = false;
  #hasTerminal = false;
  #failure: OfoxError | undefined;

  constructor(call: ChatCall, route: NodeRoute, hideUsage: boolean) {
    this.#face = call.face;
    this.#call = call;
    this.#route = route;
    this.#hideUsage = hideUsage;
  }

  /** As the node calls the model; told before the events that say so. */
  set upstreamModel(model: string) {
    this.#upstreamModel = model;
  }

  /** Whether the stream has said that it is over. */
  get hasTerminal(): boolean {
    return this.#hasTerminal;
  }

  /** Whether it has said why the answer ended, or that it is over. */
  get isComplete(): boolean {
    return this.#hasTerminal || this.#hasFinish;
  }

  /** An error that the stream itself has told. */
  get failure(): OfoxError | undefined {
    return this.#failure;
  }

  get usage(): Usage | undefined {
    const last = this.#usageEvent === '' ? undefined : usageIn(this.#usageEvent, this.#face);
    const first = this.#face.name === 'anthropic' ? this.#firstUsage : undefined;
    return readUsages(this.#face, first, last);
  }

  /**
   * The events as they are to be passed on, up to an error among them.
   * @param isPreamble whether none of them is output; errors are told otherwise then.
   */
  pass(events: string, isPreamble: boolean): string {
    const marks = MARKS[this.#face.name];
    const text = this.#tapUsage(events, marks.usage);
    const failed = isPreamble ? undefined : this.#untilError(text);
    if (failed !== undefined) return failed;
    if (!this.#hasTerminal) {
      this.#hasTerminal = marks.isTerminal(text);
      this.#hasFinish ||= marks.isFinish(text);
    }
    return this.#renameModel(text, marks.model, marks.modelRepeats, isPreamble);
  }

  #tapUsage(events: string, mark: string): string {
    let at = events.lastIndexOf(mark);
    while (at !== -1 && !isObjectAt(events, at + mark.length)) {
      at = at === 0 ? -1 : events.lastIndexOf(mark, at - 1);
    }
    if (at === -1) return events;
    const start = eventStart(events, at);
    const end = eventEnd(events, at);
    const event = events.slice(start, end);
    if (!this.#firstUsage) {
      const first = events.indexOf(mark);
      const whole = events.slice(eventStart(events, first), eventEnd(events, first));
      this.#firstUsage = usageIn(whole, this.#face);
    }
    this.#usageEvent = event;
    if (!this.#hideUsage || !isUsageAlone(event)) return events;
    return events.slice(0, start) + events.slice(end);
  }

  /** An error in the middle of the stream is passed on as it came, and is the last thing that is. */
  #untilError(text: string): string | undefined {
    const at = text.indexOf('"error":');
    if (at === -1) return undefined;
    const start = eventStart(text, at);
    const end = eventEnd(text, at);
    const event = text.slice(start, end);
    const json = jsonOfEvent(event);
    if (!json || !isJsonObject(json.error)) return undefined;
    this.#failure = concealed(this.#errorIn(event), this.#route.owner);
    return this.#route.owner.conceal(text.slice(0, end));
  }

  /** The error that the protocol's own decoder makes of an event. */
  #errorIn(event: string): OfoxError {
    const reader = new SseReader();
    const decoder = this.#face.decodeStream();
    const decode = (read: ServerSentEvent) => decoder.push(read, () => {});
    try {
      reader.push(Buffer.from(event, 'latin1'), decode);
      reader.end(decode);
    } catch (error) {
      return this.#call.errorOf(error);
    }
    return new OfoxError('stream', 'The provider reported an error in its stream.');
  }

  #renameModel(
    text: string,
    marks: readonly string[],
    repeats: boolean,
    isPreamble: boolean,
  ): string {
    if (this.#upstreamModel !== '') {
      const written = asBytes(JSON.stringify(this.#upstreamModel));
      const to = asBytes(JSON.stringify(this.#route.model));
      const mark = marks.find((mark) => text.includes(mark + written));
      if (mark !== undefined && written !== to) {
        this.#rename = { from: mark + written, to: mark + to };
      }
      if (mark !== undefined || !isPreamble) this.#upstreamModel = '';
    }
    const rename = this.#rename;
    if (!rename) return text;
    if (!repeats) this.#rename = undefined;
    return text.replaceAll(rename.from, rename.to);
  }
}

const OPEN_BRACE = 0x7b;
const SPACE = 0x20;

function isObjectAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === OPEN_BRACE || (code === SPACE && text.charCodeAt(at + 1) === OPEN_BRACE);
}

function isUsageAlone(event: string): boolean {
  return event.includes('"choices":[]') || event.includes('"choices": []');
}

function usageIn(event: string, { name }: Protocol): JsonObject | undefined {
  const json = jsonOfEvent(event);
  return json && usageOfEvent(json, name);
}
