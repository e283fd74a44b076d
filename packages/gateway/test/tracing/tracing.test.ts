import { error, reply } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { type GatewayProcess, useCommand } from '../support/gateway-process.ts';
import { fakeUpstream, PROVIDER_KEY } from '../support/upstreams.ts';
import { type CollectedSpan, startCollector } from './collector.ts';

const KEY = 'sk-test-tracing-caller';
const COLLECTOR_KEY = 'planted-for-the-collector';
const FLAG_KEY = 'sk-test-planted-in-the-flags';
const QUESTION = 'planted-in-the-question';
const ANSWER = 'planted-in-the-answer';
const TIMEOUT = { timeout: 120_000 };
const PATIENCE = { timeout: 60_000 };
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

function ask({ url }: GatewayProcess, body: object, headers: Record<string, string> = {}) {
  return fetch(`${url}/v1/chat/completions?key=${KEY}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ messages: [{ role: 'user', content: QUESTION }], ...body }),
  });
}

function nodeAt(url: string, name: string, priority: number) {
  return {
    name,
    priority,
    protocol: 'openai',
    baseUrl: `${url}/v1`,
    key: PROVIDER_KEY,
    models: { 'openai/gpt-4o': 'gpt-4o-2024' },
  };
}

function environmentFor(url: string, more: object = {}) {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_HEADERS: `x-collector-key=${COLLECTOR_KEY}`,
    OTEL_SERVICE_NAME: 'gateway-under-test',
    OTEL_BSP_SCHEDULE_DELAY: '100',
    ...more,
  };
}

function serverSpan(spans: readonly CollectedSpan[]): CollectedSpan | undefined {
  return spans.find(({ kind }) => kind === 2);
}

describe('traces', () => {
  const command = useCommand();

  it('tell of the request and of each attempt, in the trace of the caller', TIMEOUT, async () => {
    const collector = await startCollector();
    const [broken, sound] = [await fakeUpstream(), await fakeUpstream()];
    broken.script(error({ status: 500, message: `It broke, with ${PROVIDER_KEY}.` }));
    sound.script(reply({ text: ANSWER, chunks: 1 }));
    const gateway = await command.start(
      { keys: [KEY], nodes: [nodeAt(broken.url, 'broken', 0), nodeAt(sound.url, 'sound', 1)] },
      ['--key', FLAG_KEY],
      environmentFor(collector.url),
    );
    const response = await ask(
      gateway,
      { model: 'openai/gpt-4o', stream: true },
      { traceparent: `00-${TRACE}-${PARENT}-01`, authorization: `Bearer ${FLAG_KEY}` },
    );
    expect(await response.text()).toContain(ANSWER);
    await expect.poll(() => collector.spans.length, PATIENCE).toBe(3);

    const request = serverSpan(collector.spans);
    expect(request).toMatchObject({
      traceId: TRACE,
      parentSpanId: PARENT,
      name: 'POST /v1/chat/completions',
      status: 0,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/v1/chat/completions',
        'http.response.status_code': 200,
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'openai/gpt-4o',
        'gen_ai.response.model': 'openai/gpt-4o',
        'ofox.attempts': 2,
        'ofox.stream': true,
      },
      resource: { 'service.name': 'gateway-under-test' },
    });
    const calls = collector.spans.filter(({ kind }) => kind === 3);
    expect(calls.map(({ parentSpanId }) => parentSpanId)).toEqual([
      request?.spanId,
      request?.spanId,
    ]);
    const [failed, answered] = calls;
    expect(failed).toMatchObject({
      name: 'chat gpt-4o-2024',
      status: 2,
      events: [],
      attributes: { 'ofox.node': 'broken', 'http.response.status_code': 500 },
    });
    expect(failed?.attributes['error.type']).toBeTypeOf('string');
    expect(answered).toMatchObject({
      name: 'chat gpt-4o-2024',
      status: 0,
      events: ['gen_ai.first_token'],
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o-2024',
        'gen_ai.response.model': 'openai/gpt-4o',
        'gen_ai.usage.input_tokens': expect.any(Number),
        'gen_ai.usage.output_tokens': expect.any(Number),
        'ofox.node': 'sound',
        'server.address': '127.0.0.1',
        'server.port': Number(new URL(sound.url).port),
      },
    });
    for (const [upstream, call] of [
      [broken, failed],
      [sound, answered],
    ] as const) {
      expect(upstream.requests[0]?.headers.traceparent).toBe(`00-${TRACE}-${call?.spanId}-01`);
    }
    expect(collector.headers[0]).toMatchObject({
      path: '/v1/traces',
      'x-collector-key': COLLECTOR_KEY,
    });
    const delivered = Buffer.concat(collector.bodies).toString('utf8');
    const told = `${delivered}\n${gateway.output}\n${gateway.errors}`;
    for (const secret of [KEY, FLAG_KEY, PROVIDER_KEY, COLLECTOR_KEY, QUESTION, ANSWER]) {
      expect(told).not.toContain(secret);
    }
  });

  it(
    'are delivered in protobuf too, and at the latest when the gateway stops',
    TIMEOUT,
    async () => {
      const collector = await startCollector();
      const gateway = await command.start(
        { keys: [KEY] },
        ['--workers', '2'],
        environmentFor(collector.url, {
          OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
          OTEL_BSP_SCHEDULE_DELAY: '600000',
        }),
      );
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => ask(gateway, { model: 'ofox/mini' })),
      );
      for (const answer of answers) expect(answer.status).toBe(200);
      gateway.signal('SIGTERM');
      expect(await gateway.exit()).toBe(0);
      expect(collector.headers.map((sent) => sent['content-type'])).toContain(
        'application/x-protobuf',
      );
      const delivered = Buffer.concat(collector.bodies).toString('latin1');
      expect(delivered.match(/POST \/v1\/chat\/completions/g)).toHaveLength(8);
      for (const secret of [KEY, QUESTION]) expect(delivered).not.toContain(secret);
    },
  );

  it('that nobody takes cost nothing but one line in the log', TIMEOUT, async () => {
    const collector = await startCollector({ isSilent: true });
    const gateway = await command.start(
      { keys: [{ key: KEY, rpm: 1000 }] },
      [],
      environmentFor(collector.url, { OTEL_EXPORTER_OTLP_TIMEOUT: '100' }),
    );
    const told = () => gateway.log.filter(({ msg }) => /^traces cannot/.test(String(msg)));
    for (let round = 0; round < 3; round += 1) {
      expect((await ask(gateway, { model: 'ofox/mini' })).status).toBe(200);
      await expect.poll(() => told().length, PATIENCE).toBe(1);
    }
    gateway.signal('SIGTERM');
    expect(await gateway.exit()).toBe(0);
    expect(gateway.output + gateway.errors).not.toContain(COLLECTOR_KEY);
  });

  it('that nobody asked for are not told to providers', TIMEOUT, async () => {
    const upstream = await fakeUpstream();
    upstream.script(reply({ text: ANSWER, chunks: 1 }));
    const gateway = await command.start({ keys: [KEY], nodes: [nodeAt(upstream.url, 'only', 0)] });
    const traceparent = `00-${TRACE}-${PARENT}-01`;
    expect((await ask(gateway, { model: 'openai/gpt-4o' }, { traceparent })).status).toBe(200);
    expect(upstream.requests[0]?.headers).not.toHaveProperty('traceparent');
  });
});
