import type { IncomingHttpHeaders } from 'node:http';
import type { OfoxError } from '@ofoxai/core';
import {
  type Context,
  type Tracer as OtelApiTracer,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { RequestRecord } from '../log.ts';
import {
  answerAttributes,
  callAttributes,
  errorType,
  operationOf,
  requestAttributes,
  routeOf,
} from './attributes.ts';
import type { CallTrace, RequestTrace, TracedRoute, Tracer } from './trace.ts';

const PROPAGATOR = new W3CTraceContextPropagator();
const CARRIED = new Set(PROPAGATOR.fields());

const INCOMING = {
  get: (headers: IncomingHttpHeaders, name: string) => headers[name],
  keys: (headers: IncomingHttpHeaders) => Object.keys(headers).filter((name) => CARRIED.has(name)),
};

const OUTGOING = {
  set: (headers: string[], name: string, value: string) => void headers.push(name, value),
};

/** Writes spans: one of the server for each request, and within it one for each call to a node. */
export class OtelTracer implements Tracer {
  readonly #tracer: OtelApiTracer;
  readonly #close: () => Promise<void>;

  constructor(tracer: OtelApiTracer, close: () => Promise<void>) {
    this.#tracer = tracer;
    this.#close = close;
  }

  begin(headers: IncomingHttpHeaders): RequestTrace {
    const parent = PROPAGATOR.extract(ROOT_CONTEXT, headers, INCOMING);
    return new OtelRequestTrace(this.#tracer, parent);
  }

  close(): Promise<void> {
    return this.#close();
  }
}

/** Spans are ended when all about the request is known, with the time at which they were over. */
class OtelRequestTrace implements RequestTrace {
  upstreamHeaders: readonly string[] = [];
  readonly #tracer: OtelApiTracer;
  readonly #time = new Time();
  readonly #span: Span;
  readonly #context: Context;
  readonly #calls: OtelCallTrace[] = [];

  constructor(tracer: OtelApiTracer, parent: Context) {
    this.#tracer = tracer;
    const options = { kind: SpanKind.SERVER, startTime: this.#time.now() };
    this.#span = tracer.startSpan('request', options, parent);
    this.#context = trace.setSpan(parent, this.#span);
  }

  call(route: TracedRoute): CallTrace {
    const span = this.#tracer.startSpan(
      'call',
      {
        kind: route.owner.peer ? SpanKind.CLIENT : SpanKind.INTERNAL,
        startTime: this.#time.now(),
        attributes: callAttributes(route),
      },
      this.#context,
    );
    const headers: string[] = [];
    PROPAGATOR.inject(trace.setSpan(this.#context, span), headers, OUTGOING);
    this.upstreamHeaders = headers;
    const call = new OtelCallTrace(span, this.#time, route.name);
    this.#calls.push(call);
    return call;
  }

  end(record: RequestRecord): void {
    const operation = operationOf(record) ?? 'call';
    const failure = errorType(record);
    const last = this.#calls.at(-1);
    for (const call of this.#calls) call.finish(operation, call === last ? record : undefined);
    this.#span.updateName(`${record.method} ${routeOf(record)}`.trim());
    this.#span.setAttributes(requestAttributes(record));
    if (failure !== undefined && !isCallersOwn(record)) {
      this.#span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.#span.end(this.#time.now());
  }
}

class OtelCallTrace implements CallTrace {
  readonly #span: Span;
  readonly #time: Time;
  readonly #model: string;
  #endedAt: number | undefined;
  #error: OfoxError | undefined;

  constructor(span: Span, time: Time, model: string) {
    this.#span = span;
    this.#time = time;
    this.#model = model;
  }

  answering(): void {
    this.#span.addEvent('gen_ai.first_token', this.#time.now());
  }

  fail(error: OfoxError): void {
    this.#error = error;
  }

  end(): void {
    this.#endedAt = this.#time.now();
  }

  /** @param record of the request whose answer this call brought, or would have. */
  finish(operation: string, record: RequestRecord | undefined): void {
    const span = this.#span;
    span.updateName(`${operation} ${this.#model}`);
    span.setAttribute('gen_ai.operation.name', operation);
    if (record) span.setAttributes(answerAttributes(record));
    const failure = this.#error?.kind ?? (record?.aborted ? 'aborted' : undefined);
    if (failure !== undefined) {
      span.setAttribute('error.type', failure);
      if (failure !== 'aborted') span.setStatus({ code: SpanStatusCode.ERROR });
      const { status } = this.#error ?? {};
      if (status !== undefined) span.setAttribute('http.response.status_code', status);
    }
    span.end(this.#endedAt ?? this.#time.now());
  }
}

/** Whether the caller is to blame for how a request ended. */
function isCallersOwn({ status = 0, error }: RequestRecord): boolean {
  return error === undefined || (status >= 400 && status < 500);
}

/** The time of day, in milliseconds, as one clock that nobody sets would show it. */
class Time {
  readonly #offset = Date.now() - performance.now();

  now(): number {
    return this.#offset + performance.now();
  }
}
