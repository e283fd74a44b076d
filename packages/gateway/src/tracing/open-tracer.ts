import { ConfigError } from '../config/config-error.ts';
import type { Logger } from '../log.ts';
import type { Tracer } from './trace.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A tracer, where the environment names somebody to tell, by the variables of
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/: `OTEL_EXPORTER_OTLP_ENDPOINT` or
 * `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`. Without them, nothing of OpenTelemetry is even loaded.
 *
 * @param version tells the gateway's.
 * @throws ConfigError when the protocol is none that can be spoken.
 */
export async function openTracer(
  environment: Environment,
  logger: Logger,
  version: () => string,
): Promise<Tracer | undefined> {
  const read = (name: string) => environment[name]?.trim() || undefined;
  const endpoint =
    read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ?? read('OTEL_EXPORTER_OTLP_ENDPOINT');
  const isOff =
    read('OTEL_SDK_DISABLED')?.toLowerCase() === 'true' || read('OTEL_TRACES_EXPORTER') === 'none';
  if (endpoint === undefined || isOff) return undefined;
  const protocol =
    read('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ??
    read('OTEL_EXPORTER_OTLP_PROTOCOL') ??
    'http/protobuf';
  if (protocol !== 'http/protobuf' && protocol !== 'http/json') {
    throw new ConfigError(
      `OTEL_EXPORTER_OTLP_PROTOCOL: ${protocol} is not supported, only http/protobuf and http/json.`,
    );
  }
  const { connectTracer } = await import('./connect-tracer.ts');
  return connectTracer(protocol, logger, version());
}
