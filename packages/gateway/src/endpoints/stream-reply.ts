import type {
  ChatRequest,
  EncodeReplyContext,
  ProtocolName,
  ReplyEvent,
  StreamEncoder,
  Warning,
} from '@ofoxai/core';
import { EventWriter } from '../http/event-writer.ts';
import type { Exchange } from '../http/exchange.ts';
import { tryModels } from './attempts.ts';
import type { Context } from './context.ts';
import { type OpenReply, openReply } from './open-reply.ts';
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
  request: ChatRequest,
  wants: EncodeReplyContext,
  context: Context,
): Promise<void> {
  const stream = new ReplyStream(exchange, wants, context);
  let reply: OpenReply;
  try {
    reply = await tryModels(request, exchange, context, (model, options) =>
      openReply(context.provider.chat({ ...request, model }, options)),
    );
  } catch (error) {
    if (!stream.isOpen()) {
      stream.stop();
      throw error;
    }
    stream.fail(error);
    return;
  }
  exchange.record.firstOutputMs = exchange.elapsed();
  await stream.run(reply);
}

class ReplyStream {
  readonly #exchange: Exchange;
  readonly #encoder: StreamEncoder;
  readonly #isArray: boolean;
  readonly #writer: EventWriter;
  readonly #warnings: Warning[] = [];

  constructor(exchange: Exchange, wants: EncodeReplyContext, { clock }: Context) {
    this.#exchange = exchange;
    const { protocol, query } = exchange;
    this.#isArray = protocol.name === 'gemini' && new URLSearchParams(query).get('alt') !== 'sse';
    const framing = this.#isArray ? 'json-array' : 'sse';
    this.#encoder = protocol.encodeStream({ ...wants, framing });
    const heartbeat = this.#isArray ? '\n' : HEARTBEATS[protocol.name];
    this.#writer = new EventWriter(exchange, clock, heartbeat, () => this.#head());
  }

  /** Hands the answer on to its end. */
  async run({ held, rest }: OpenReply): Promise<void> {
    const writer = this.#writer;
    try {
      for (const event of held) this.#push(event);
      for (;;) {
        const next = await rest.next();
        if (next.done) break;
        this.#push(next.value);
        if (writer.ready) await writer.ready;
        if (this.#exchange.aborted) throw this.#exchange.aborted;
      }
      writer.end(this.#encoder.end());
    } catch (error) {
      this.fail(error);
      await rest.return?.();
    }
  }

  /** Whether a heartbeat has begun the answer, so that an error can't take its place any more. */
  isOpen(): boolean {
    return this.#exchange.response.headersSent;
  }

  stop(): void {
    this.#writer.stop();
  }

  /** Tells of the failure in the protocol's own words and breaks the connection. */
  fail(thrown: unknown): void {
    const error = this.#exchange.errorOf(thrown);
    const { record, response } = this.#exchange;
    this.#writer.stop();
    if (response.destroyed) return;
    record.error = error.kind;
    this.#writer.break(this.#encoder.fail(error));
  }

  #push(event: ReplyEvent): void {
    const { record } = this.#exchange;
    if (event.type === 'start') record.servedModel = event.model;
    else if (event.type === 'usage') recordUsage(record, event.usage);
    else if (event.type === 'warning') this.#warnings.push(event.warning);
    this.#writer.write(this.#encoder.push(event));
  }

  #head(): string[] {
    const head = this.#exchange.head(
      this.#isArray ? 'application/json; charset=utf-8' : EVENT_STREAM,
    );
    head.push('cache-control', 'no-cache', 'x-accel-buffering', 'no');
    head.push(...warningsHeader(this.#warnings));
    return head;
  }
}
