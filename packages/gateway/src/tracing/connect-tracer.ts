import { randomUUID } from 'node:crypto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import type { Logger } from '../log.ts';
import { OtelTracer } from './otel-tracer.ts';
import { ReportingExporter } from './reporting-exporter.ts';

/** A collector that does not answer must not hold up a gateway that stops. */
const LAST_DELIVERY_MS = 3000;
/** Long enough for what the conventions name, too short for anything else. */
const MOST_CHARACTERS = 256;

/**
 * A tracer that delivers spans to an OTLP collector, which the environment names and whose headers
 * and limits (`OTEL_EXPORTER_OTLP_*`, `OTEL_BSP_*`, `OTEL_TRACES_SAMPLER`) it sets. Spans wait in a
 * bounded queue; those for which it has no room are dropped.
 */
export async function connectTracer(
  protocol: 'http/protobuf' | 'http/json',
  logger: Logger,
  version: string,
): Promise<OtelTracer> {
  const exporter = new ReportingExporter(await makeExporter(protocol), logger);
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(
        resourceFromAttributes({
          'service.name': 'ofox-gateway',
          'service.version': version,
          'service.instance.id': randomUUID(),
        }),
      )
      // Not the process detector: command lines may hold keys.
      .merge(detectResources({ detectors: [envDetector] })),
    spanLimits: { attributeValueLengthLimit: MOST_CHARACTERS },
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  return new OtelTracer(provider.getTracer('@ofoxai/gateway', version), () =>
    within(LAST_DELIVERY_MS, provider.shutdown()),
  );
}

async function makeExporter(protocol: 'http/protobuf' | 'http/json'): Promise<SpanExporter> {
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter();
}

/** Waits so long at most, for good or ill. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => {}), patience]);
  clearTimeout(timer);
}
