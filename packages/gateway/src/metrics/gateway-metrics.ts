import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Exchange } from '../http/exchange.ts';
import { circuitState } from '../routing/circuit.ts';
import type { Upstreams } from '../upstream/upstreams.ts';
import { writeLabels } from './labels.ts';
import { CounterSeries, OTHER, RequestSeries, SeriesMap, TimeSeries } from './series.ts';

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

const MOST_ROUTES = 10_000;
const STATES = { closed: 0, 'half-open': 1, open: 2 } as const;

/** What is true at the moment when somebody looks. */
export interface Moment {
  readonly upstreams: Upstreams;
  readonly now: number;
  readonly inFlight: number;
  /** Absent where there is no Redis. */
  readonly redisIsUp: boolean | undefined;
}

/**
 * Counts what goes through a gateway, for Prometheus. A request costs a few look-ups and additions;
 * text is made only when somebody asks for it. Callers cannot make it grow: models that nobody
 * knows are counted as `unknown`, and beyond ten thousand series all others are one.
 */
export class GatewayMetrics {
  readonly #requests = new SeriesMap(
    ['endpoint', 'protocol', 'model', 'node', 'key'],
    (labels) => new RequestSeries(labels),
  );
  readonly #times = new SeriesMap(['model', 'node', 'stream'], (labels) => new TimeSeries(labels));
  readonly #attempts = new SeriesMap(
    ['model', 'node', 'outcome'],
    (labels) => new CounterSeries(labels),
  );
  readonly #process: Registry | undefined;
  readonly #worker: string;

  /**
   * @param options.process adds what prom-client tells of the process itself.
   * @param options.worker names this process where several serve together.
   */
  constructor(options: { process?: boolean; worker?: string } = {}) {
    this.#worker = options.worker === undefined ? '' : writeLabels({ worker: options.worker });
    if (!options.process) return;
    this.#process = new Registry();
    if (options.worker !== undefined) this.#process.setDefaultLabels({ worker: options.worker });
    collectDefaultMetrics({ register: this.#process });
  }

  /** Counts a request that is over. */
  count({ record, key }: Exchange, upstreams: Upstreams): void {
    const { endpoint = 'none', protocol, provider = '', error, status = 0 } = record;
    const model = modelLabel(record, upstreams);
    const series = this.#requests.get([endpoint, protocol, model, provider, key?.id ?? '']);
    series.countOutcome(status, error ?? (record.aborted ? 'aborted' : ''));
    if (record.inputTokens !== undefined) series.inputTokens += record.inputTokens;
    if (record.outputTokens !== undefined) series.outputTokens += record.outputTokens;
    if (record.cost !== undefined) series.cost += Number(record.cost);
    series.rpm = key?.rpm;
    if (provider === '') return;
    this.#countAttempts(record, model, upstreams);
    if (record.firstOutputMs === undefined) return;
    const times = this.#times.get([model, provider, record.stream ? 'true' : 'false']);
    times.duration.observe(record.durationMs / 1000);
    times.firstOutput.observe(record.firstOutputMs / 1000);
  }

  /** Everything in Prometheus' text format. */
  async text(moment: Moment): Promise<string> {
    const own = [...this.#lines(moment)].join('\n');
    const ofProcess = (await this.#process?.metrics()) ?? '';
    return `${own}\n${ofProcess}`;
  }

  #countAttempts(record: Exchange['record'], model: string, upstreams: Upstreams): void {
    const { attempts, provider = '', error } = record;
    if (!attempts) {
      this.#attempts.get([model, provider, error ?? 'ok']).count += 1;
      return;
    }
    for (const attempt of attempts) {
      if (attempt.provider === undefined) continue;
      const tried = modelLabel({ model: attempt.model }, upstreams);
      this.#attempts.get([tried, attempt.provider, attempt.kind ?? 'ok']).count += 1;
    }
  }

  *#lines(moment: Moment): Generator<string> {
    const requests = [...this.#requests.values()];
    yield* head('ofox_requests_total', 'counter', 'Requests that are over.');
    for (const series of requests) {
      for (const [status, error, count] of series.outcomes()) {
        const outcome = writeLabels({ status: String(status), error });
        yield `ofox_requests_total{${series.labels},${outcome}} ${count}`;
      }
    }
    yield* head('ofox_tokens_total', 'counter', 'Tokens read (input) and written (output).');
    for (const { labels, inputTokens, outputTokens } of requests) {
      if (inputTokens > 0) yield `ofox_tokens_total{${labels},type="input"} ${inputTokens}`;
      if (outputTokens > 0) yield `ofox_tokens_total{${labels},type="output"} ${outputTokens}`;
    }
    yield* head('ofox_cost_usd_total', 'counter', 'What answers cost, where prices are known.');
    for (const { labels, cost } of requests) {
      if (cost > 0) yield `ofox_cost_usd_total{${labels}} ${cost}`;
    }
    yield* head('ofox_attempts_total', 'counter', 'Calls to nodes, by how they ended.');
    for (const { labels, count } of this.#attempts.values()) {
      yield `ofox_attempts_total{${labels}} ${count}`;
    }
    const times = [...this.#times.values()];
    const duration = 'ofox_request_duration_seconds';
    yield* head(duration, 'histogram', 'From the request to the end of its answer.');
    for (const series of times) yield* series.duration.lines(duration, series.labels);
    const first = 'ofox_time_to_first_output_seconds';
    yield* head(first, 'histogram', 'From the request to the first token, or to a whole answer.');
    for (const series of times) yield* series.firstOutput.lines(first, series.labels);
    yield* this.#limits(requests);
    yield* this.#moment(moment);
  }

  *#limits(requests: readonly RequestSeries[]): Generator<string> {
    const limits = new Map<string, number>();
    for (const { key, rpm } of requests) {
      if (rpm !== undefined && key !== OTHER) limits.set(key, rpm);
    }
    const more = this.#worker === '' ? '' : `,${this.#worker}`;
    yield* head('ofox_key_rpm', 'gauge', 'Requests a minute that a key may send, once it has.');
    for (const [key, rpm] of limits) yield `ofox_key_rpm{${writeLabels({ key })}${more}} ${rpm}`;
  }

  *#moment({ upstreams, now, inFlight, redisIsUp }: Moment): Generator<string> {
    const own = this.#worker === '' ? '' : `{${this.#worker}}`;
    const more = this.#worker === '' ? '' : `,${this.#worker}`;
    yield* head('ofox_requests_in_flight', 'gauge', 'Requests that are under way.');
    yield `ofox_requests_in_flight${own} ${inFlight}`;
    if (redisIsUp !== undefined) {
      yield* head('ofox_redis_up', 'gauge', 'Whether Redis answers.');
      yield `ofox_redis_up${own} ${redisIsUp ? 1 : 0}`;
    }
    const routes: [labels: string, state: number, inFlight: number][] = [];
    for (const { model, node, circuit, inFlight: calls } of upstreams.routes()) {
      const labels = `${writeLabels({ model, node })}${more}`;
      routes.push([labels, STATES[circuitState(circuit, now)], calls]);
      if (routes.length === MOST_ROUTES) break;
    }
    yield* head('ofox_circuit_state', 'gauge', '0 closed, 1 on trial, 2 open: left alone.');
    for (const [labels, state] of routes) yield `ofox_circuit_state{${labels}} ${state}`;
    yield* head('ofox_node_requests_in_flight', 'gauge', 'Calls to nodes that are under way.');
    for (const [labels, , calls] of routes) {
      yield `ofox_node_requests_in_flight{${labels}} ${calls}`;
    }
  }
}

/** What callers make up must not become labels. */
function modelLabel(
  { model, servedModel }: { model?: string; servedModel?: string },
  upstreams: Upstreams,
): string {
  if (servedModel !== undefined) return servedModel;
  if (model === undefined) return '';
  const id = upstreams.resolve(model);
  return upstreams.knows(id) || upstreams.catalog.get(id) ? id : 'unknown';
}

function* head(name: string, type: string, help: string): Generator<string> {
  yield `# HELP ${name} ${help}`;
  yield `# TYPE ${name} ${type}`;
}
