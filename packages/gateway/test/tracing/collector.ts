import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

/** A span as OTLP writes it in JSON, its attributes as an object. */
export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** 1 internal, 2 server, 3 client. */
  kind: number;
  events: string[];
  /** 2 is an error. */
  status: number;
  attributes: Record<string, unknown>;
  resource: Record<string, unknown>;
}

interface OtlpAttribute {
  key: string;
  value: Record<string, unknown>;
}

interface OtlpTraces {
  resourceSpans: {
    resource: { attributes: OtlpAttribute[] };
    scopeSpans: {
      spans: (Omit<CollectedSpan, 'attributes' | 'events' | 'status' | 'resource'> & {
        attributes: OtlpAttribute[];
        events?: { name: string }[];
        status?: { code?: number };
      })[];
    }[];
  }[];
}

/**
 * A collector on loopback that takes spans over HTTP, for the length of one test.
 * @param options.isSilent lets it answer nothing.
 */
export async function startCollector({ isSilent = false } = {}) {
  const spans: CollectedSpan[] = [];
  const bodies: Buffer[] = [];
  const headers: NodeJS.Dict<string | string[]>[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const sent = Buffer.concat(pieces);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
      bodies.push(body);
      headers.push({ path: request.url, ...request.headers });
      if (request.headers['content-type'] === 'application/json') {
        spans.push(...spansOf(JSON.parse(body.toString('utf8')) as OtlpTraces));
      }
      if (!isSilent) response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { spans, bodies, headers, url: `http://127.0.0.1:${port}` };
}

function* spansOf({ resourceSpans }: OtlpTraces): Generator<CollectedSpan> {
  for (const { resource, scopeSpans } of resourceSpans) {
    for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
      yield {
        ...span,
        attributes: plain(span.attributes),
        events: (span.events ?? []).map(({ name }) => name),
        status: span.status?.code ?? 0,
        resource: plain(resource.attributes),
      };
    }
  }
}

function plain(attributes: readonly OtlpAttribute[]): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const [told] = Object.values(value);
      return [key, 'intValue' in value ? Number(told) : told];
    }),
  );
}
