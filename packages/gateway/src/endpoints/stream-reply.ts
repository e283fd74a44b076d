import type { OfoxError, ProtocolName, Usage, Warning } from '@ofoxai/core';
import { EventWriter } from '../http/event-writer.ts';
import type { Exchange } from '../http/exchange.ts';
import type { StreamAnswer, StreamSink, TextCoding } from '../upstream/answer.ts';
import { type Answered, attempt, type Plan } from '../upstream/attempts.ts';
import type { ChatCall } from '../upstream/chat-call.ts';
import type { RouteCall } from '../upstream/route-call.ts';
import type { Context } from './context.ts';
import { recordUsage, warningsHeader } from './reply-record.ts';

const EVENT_STREAM = 'text/event-stream; charset=utf-8';

/** Google's SDKs take nothing but `data:` in an event stream; in an array, space may stand anywhere. */
const HEARTBEATS: Record<ProtocolName, string> = {
  openai: ': keep-alive\n\n',
  anthropic: 'event: ping\ndata: {"type": "ping"}\n\n',
  gemini: '',
};

/** Answers with a stream of events. */
export async function streamReply(
  exchange: Exchange,
  call: ChatCall,
  plan: Plan,
  context: Context,
): Promise<void> {
  const stream = new ReplyStream(exchange, call, context);
  let answered: Answered<StreamAnswer>;
  try {
    answered = await attempt(plan, call, context, exchange.record, (route) =>
      route.owner.stream(call, route),
    );
  } catch (error) {
    if (!stream.isOpen()) {
      stream.stop();
      throw error;
    }
    const told = exchange.errorOf(error);
    stream.fail(told, call.face.encodeStream(call.wants).fail(told), undefined);
    return;
  }
  stream.run(answered);
}

class ReplyStream implements StreamSink {
  readonly #exchange: Exchange;
  readonly #isArray: boolean;
  readonly #writer: EventWriter;
  #routeCall: RouteCall | undefined;
  #warnings: readonly Warning[] = [];

  constructor(exchange: Exchange, { face, wants }: ChatCall, { clock }: Context) {
    this.#exchange = exchange;
    this.#isArray = wants.framing === 'json-array';
    const heartbeat = this.#isArray ? '\n' : HEARTBEATS[face.name];
    this.#writer = new EventWriter(exchange, clock, heartbeat, () => this.#head());
  }

  /** Lets the answer flow to its end. */
  run({ answer, call }: Answered<StreamAnswer>): void {
    const { record, response } = this.#exchange;
    this.#routeCall = call;
    this.#warnings = answer.warnings;
    record.servedModel = answer.model;
    record.firstOutputMs = this.#exchange.elapsed();
    // A caller who leaves ends the answer, but is no fault of the node.
    response.once('close', () => call.abandon());
    answer.pipe(this);
  }

  write(text: string, coding: TextCoding): boolean {
    return this.#writer.write(text, coding);
  }

  whenRoom(callback: () => void): void {
    this.#writer.whenRoom(callback);
  }

  end(text: string, usage: Usage | undefined): void {
    this.#record(usage);
    this.#routeCall?.succeed();
    this.#writer.end(text);
  }

  fail(error: OfoxError, text: string, usage: Usage | undefined): void {
    this.#record(usage);
    this.#routeCall?.fail(error);
    const { record, response } = this.#exchange;
    this.#writer.stop();
    if (response.destroyed) return;
    record.error = error.kind;
    this.#writer.break(text);
  }

  /** Whether a heartbeat has begun the answer, so that an error can't take its place any more. */
  isOpen(): boolean {
    return this.#exchange.response.headersSent;
  }

  stop(): void {
    this.#writer.stop();
  }

  #record(usage: Usage | undefined): void {
    if (!usage) return;
    recordUsage(this.#exchange.record, usage, this.#routeCall?.route);
  }

  #head(): string[] {
    const head = this.#exchange.head(
      this.#isArray ? 'application/json; charset=utf-8' : EVENT_STREAM,
    );
    head.push('cache-control', 'no-cache', 'x-accel-buffering', 'no');
    head.push(...warningsHeader([...this.#exchange.warnings, ...this.#warnings]));
    return head;
  }
}
