import {
  BaseClient,
  type ClientOptions,
  defaultPlatform,
  type JsonValue,
  type TransportRequest,
  type TransportResponse,
} from '@ofoxai/core';

/** One request as it went over the wire, and its answer as far as it came. */
export interface WireRecord {
  method: string;
  /** Path and query. */
  path: string;
  /** Without the key. */
  headers: Record<string, string>;
  body: JsonValue;
  sentAt: number;
  /** Absent until the answer begins. */
  status?: number;
  answerHeaders?: Record<string, string>;
  /** When the first byte of the answer's body came. */
  firstByteAt?: number;
  /** The answer's body, as far as anybody would read it. */
  text: string;
  /** Bytes of the whole answer, also of what is not kept. */
  bytes: number;
}

const SECRET = new Set(['authorization', 'x-api-key', 'x-goog-api-key']);
/** Nobody reads further than this, and a long answer must not be held twice. */
export const KEPT_BYTES = 32 * 1024;

/**
 * Makes a client whose requests and answers can be looked at as they go over the wire.
 *
 * @param onRequest gets the record of each request when it is sent; it fills as the answer comes.
 */
export function recordingClient(
  options: ClientOptions,
  onRequest: (record: WireRecord) => void,
): BaseClient {
  const transport = async (request: TransportRequest): Promise<TransportResponse> => {
    const record = beginRecord(request);
    onRequest(record);
    const response = await defaultPlatform.transport(request);
    record.status = response.status;
    record.answerHeaders = response.headers;
    return { ...response, body: recorded(response.body, record) };
  };
  return new BaseClient(options, { ...defaultPlatform, transport });
}

function beginRecord(request: TransportRequest): WireRecord {
  const { pathname, search } = new URL(request.url);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      SECRET.has(name) ? value.replace(/\S+$/, '•••') : value,
    ]),
  );
  return {
    ...{ method: request.method, path: pathname + search, headers },
    body: request.body === undefined ? null : (JSON.parse(request.body) as JsonValue),
    ...{ sentAt: performance.now(), text: '', bytes: 0 },
  };
}

function recorded(body: AsyncIterable<Uint8Array>, record: WireRecord): AsyncIterable<Uint8Array> {
  const decoder = new TextDecoder();
  return {
    [Symbol.asyncIterator]() {
      const source = body[Symbol.asyncIterator]();
      return {
        async next() {
          const step = await source.next();
          if (!step.done) {
            record.firstByteAt ??= performance.now();
            const room = KEPT_BYTES - record.bytes;
            record.bytes += step.value.length;
            if (room > 0)
              record.text += decoder.decode(step.value.subarray(0, room), { stream: true });
          }
          return step;
        },
        async return() {
          await source.return?.();
          return { done: true as const, value: undefined };
        },
      };
    },
  };
}
