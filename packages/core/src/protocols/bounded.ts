import { type ErrorKind, OfoxError, statusOfKind } from '../error.ts';
import type { ProtocolName } from '../protocol-name.ts';
import type { Protocol, StreamDecoder, StreamEncoder } from './protocol.ts';
import type { EmbeddingCodec, ImageCodec, ModelCodec } from './resources.ts';

const TOO_MUCH = 'The JSON is nested too deeply, or too long, to be handled.';

/**
 * The protocol with an `OfoxError` for what no platform can handle: JSON that is nested deeper than
 * the stack, or text longer than a string may be. `JSON.parse` bears such nesting, so that it comes
 * as far as here; to look for it beforehand would cost every body a walk through all of it.
 */
export function bounded(protocol: Protocol): Protocol {
  const { name, embeddings, images, models } = protocol;
  const asked = <A extends unknown[], R>(run: (...args: A) => R) =>
    guarded(run, name, 'invalid_request');
  const answered = <A extends unknown[], R>(run: (...args: A) => R) =>
    guarded(run, name, 'upstream');
  return {
    ...protocol,
    decodeRequest: asked(protocol.decodeRequest),
    encodeRequest: asked(protocol.encodeRequest),
    decodeReply: answered(protocol.decodeReply),
    encodeReply: answered(protocol.encodeReply),
    decodeStream: (context) => new BoundedDecoder(protocol.decodeStream(context), name),
    encodeStream: (context) => new BoundedEncoder(protocol.encodeStream(context), name),
    decodeError: (response) => {
      try {
        return protocol.decodeError(response);
      } catch (error) {
        if (!isLimit(error)) throw error;
        return protocol.decodeError({ ...response, body: TOO_MUCH });
      }
    },
    ...(embeddings ? { embeddings: boundedEmbeddings(embeddings) } : {}),
    ...(images ? { images: boundedImages(images) } : {}),
    models: boundedModels(models),
  };

  function boundedEmbeddings(codec: EmbeddingCodec): EmbeddingCodec {
    return {
      decodeRequest: asked(codec.decodeRequest),
      encodeRequest: asked(codec.encodeRequest),
      decodeReply: answered(codec.decodeReply),
      encodeReply: answered(codec.encodeReply),
    };
  }

  function boundedImages(codec: ImageCodec): ImageCodec {
    const { decodeRequest, encodeReply } = codec;
    return {
      ...(decodeRequest ? { decodeRequest: asked(decodeRequest) } : {}),
      encodeRequest: asked(codec.encodeRequest),
      decodeReply: answered(codec.decodeReply),
      ...(encodeReply ? { encodeReply: answered(encodeReply) } : {}),
    };
  }

  function boundedModels(codec: ModelCodec): ModelCodec {
    return {
      ...codec,
      decodeList: answered(codec.decodeList),
      decodeModel: answered(codec.decodeModel),
    };
  }
}

class BoundedDecoder implements StreamDecoder {
  readonly #decoder: StreamDecoder;
  readonly #wire: ProtocolName;

  constructor(decoder: StreamDecoder, wire: ProtocolName) {
    this.#decoder = decoder;
    this.#wire = wire;
  }

  push(...args: Parameters<StreamDecoder['push']>): void {
    try {
      this.#decoder.push(args[0], args[1]);
    } catch (error) {
      throw typed(error, this.#wire, 'stream');
    }
  }

  end(...args: Parameters<StreamDecoder['end']>): void {
    try {
      this.#decoder.end(args[0]);
    } catch (error) {
      throw typed(error, this.#wire, 'stream');
    }
  }
}

class BoundedEncoder implements StreamEncoder {
  readonly #encoder: StreamEncoder;
  readonly #wire: ProtocolName;

  constructor(encoder: StreamEncoder, wire: ProtocolName) {
    this.#encoder = encoder;
    this.#wire = wire;
  }

  push(event: Parameters<StreamEncoder['push']>[0]): string {
    try {
      return this.#encoder.push(event);
    } catch (error) {
      throw typed(error, this.#wire, 'stream');
    }
  }

  end(): string {
    return this.#encoder.end();
  }

  fail(error: OfoxError): string {
    return this.#encoder.fail(error);
  }
}

function guarded<A extends unknown[], R>(
  run: (...args: A) => R,
  wire: ProtocolName,
  kind: ErrorKind,
): (...args: A) => R {
  return (...args) => {
    try {
      return run(...args);
    } catch (error) {
      throw typed(error, wire, kind);
    }
  };
}

/** An engine's own error for a full stack: `RangeError`, or `InternalError` in Firefox. */
function isLimit(error: unknown): boolean {
  return error instanceof Error && /^(?:Range|Internal)Error$/.test(error.name);
}

function typed(error: unknown, protocol: ProtocolName, kind: ErrorKind): unknown {
  if (!isLimit(error)) return error;
  return new OfoxError(kind, TOO_MUCH, { status: statusOfKind(kind), protocol, cause: error });
}
