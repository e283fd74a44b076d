import { OfoxError } from './error.ts';
import type { ReasoningPart, RefusalPart, TextPart } from './part.ts';
import { type Extra, PROTOCOL_NAMES } from './protocol-name.ts';
import type { Reply, ReplyEvent } from './reply.ts';
import type { AssistantPart } from './request.ts';
import { noUsage } from './usage.ts';

/** Adds up events to a reply, one at a time. Cost is linear in the length of the answer. */
export class ReplyFold {
  #reply: Reply | undefined;
  readonly #parts: AssistantPart[] = [];
  #finished = false;

  push(event: ReplyEvent): void {
    if (event.type === 'start') {
      if (this.#reply) throw misordered('a second start');
      this.#reply = begun(event);
      return;
    }
    const reply = this.#reply;
    if (!reply) throw misordered(`${event.type} before start`);
    if (this.#finished) throw misordered(`${event.type} after finish`);
    switch (event.type) {
      case 'usage':
        reply.usage = event.usage;
        return;
      case 'logprobs':
        reply.logprobs ??= [];
        for (const token of event.tokens) reply.logprobs.push(token);
        return;
      case 'extra':
        reply.extra = mergeExtra(reply.extra, event.extra);
        return;
      case 'warning':
        reply.warnings.push(event.warning);
        return;
      case 'finish':
        reply.finish = event.finish;
        this.#finished = true;
        return;
      default:
        this.#pushPart(event);
    }
  }

  #pushPart(event: Extract<ReplyEvent, { index: number }>): void {
    const part = this.#parts[event.index];
    switch (event.type) {
      case 'text':
      case 'refusal':
      case 'reasoning': {
        if (part === undefined) {
          this.#parts[event.index] = firstPiece(event);
          return;
        }
        if (part.type !== event.type) throw misordered(`${event.type} in a ${part.type} part`);
        part.text += event.text;
        if ('signature' in event && part.type !== 'refusal') part.signature = event.signature;
        if ('redacted' in event && part.type === 'reasoning') part.redacted = true;
        if (event.extra) part.extra = mergeExtra(part.extra, event.extra);
        return;
      }
      case 'tool-call-start': {
        if (part) throw misordered(`a second start of part ${event.index}`);
        const { index, type: _, ...call } = event;
        this.#parts[index] = { type: 'tool-call', ...call, arguments: '' };
        return;
      }
      case 'tool-call-delta':
        if (part?.type !== 'tool-call') throw misordered('arguments without a tool call');
        part.arguments += event.arguments;
        return;
      case 'tool-call-end':
        if (part?.type !== 'tool-call') throw misordered('the end of a tool call without a start');
        if (part.arguments === '') part.arguments = '{}';
        if (event.signature) part.signature = event.signature;
        return;
      case 'media':
      case 'opaque':
        if (part) throw misordered(`a second start of part ${event.index}`);
        this.#parts[event.index] = event.part;
        return;
      case 'citation':
        if (part === undefined) {
          this.#parts[event.index] = { type: 'text', text: '', citations: [event.citation] };
          return;
        }
        if (part.type !== 'text') throw misordered(`a citation in a ${part.type} part`);
        part.citations ??= [];
        part.citations.push(event.citation);
    }
  }

  /** What has arrived so far, also before the answer is complete; `undefined` before `start`. */
  partial(): Reply | undefined {
    if (!this.#reply) return undefined;
    return { ...this.#reply, content: this.#parts.filter((part) => part !== undefined) };
  }

  /**
   * The whole reply.
   * @throws OfoxError of kind `stream` when `finish` has not come.
   */
  end(): Reply {
    const reply = this.partial();
    if (!reply || !this.#finished) {
      throw new OfoxError('stream', 'The answer ended before it was complete.');
    }
    return reply;
  }
}

function begun({ id, model, created }: Extract<ReplyEvent, { type: 'start' }>): Reply {
  const reply: Reply = {
    id,
    model,
    content: [],
    finish: { reason: 'stop' },
    usage: noUsage(),
    warnings: [],
  };
  if (created !== undefined) reply.created = created;
  return reply;
}

/** The part that an event begins: all that it tells but the part's number. */
function firstPiece(
  event: Extract<ReplyEvent, { type: 'text' | 'refusal' | 'reasoning' }>,
): TextPart | RefusalPart | ReasoningPart {
  const part: TextPart | RefusalPart | ReasoningPart = { type: event.type, text: event.text };
  if ('signature' in event && part.type !== 'refusal') part.signature = event.signature;
  if ('redacted' in event && part.type === 'reasoning') part.redacted = true;
  if (event.extra) part.extra = event.extra;
  return part;
}

/** The reply that the events add up to. */
export function fold(events: Iterable<ReplyEvent>): Reply {
  const reply = new ReplyFold();
  for (const event of events) reply.push(event);
  return reply.end();
}

/** Events that add up to the reply: each part in one piece. */
export function unfold(reply: Reply): ReplyEvent[] {
  const events: ReplyEvent[] = [];
  const { id, model, created } = reply;
  events.push({ type: 'start', id, model, ...(created === undefined ? {} : { created }) });
  reply.content.forEach((part, index) => {
    unfoldPart(part, index, events);
  });
  if (reply.logprobs) events.push({ type: 'logprobs', tokens: reply.logprobs });
  if (reply.extra) events.push({ type: 'extra', extra: reply.extra });
  for (const warning of reply.warnings) events.push({ type: 'warning', warning });
  events.push({ type: 'usage', usage: reply.usage }, { type: 'finish', finish: reply.finish });
  return events;
}

function unfoldPart(part: AssistantPart, index: number, events: ReplyEvent[]): void {
  switch (part.type) {
    case 'text': {
      const { citations, ...text } = part;
      events.push({ ...text, index });
      for (const citation of citations ?? []) events.push({ type: 'citation', index, citation });
      return;
    }
    case 'refusal':
    case 'reasoning':
      events.push({ ...part, index });
      return;
    case 'tool-call': {
      const { arguments: json, type: _, cache: __, ...call } = part;
      events.push({ type: 'tool-call-start', index, ...call });
      if (json !== '') events.push({ type: 'tool-call-delta', index, arguments: json });
      events.push({ type: 'tool-call-end', index });
      return;
    }
    case 'media':
      events.push({ type: 'media', index, part });
      return;
    case 'opaque':
      events.push({ type: 'opaque', index, part });
  }
}

/** Both, key by key; on a clash the later one stays. */
export function mergeExtra(earlier: Extra | undefined, later: Extra): Extra {
  if (!earlier) return later;
  const merged: Extra = { ...earlier };
  for (const protocol of PROTOCOL_NAMES) {
    const fields = later[protocol];
    if (fields) merged[protocol] = { ...merged[protocol], ...fields };
  }
  return merged;
}

function misordered(what: string): OfoxError {
  return new OfoxError('stream', `The answer's events came out of order: ${what}.`);
}
