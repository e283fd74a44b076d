import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { OfoxError } from '@ofoxai/core';
import type { BodySink } from './body-sink.ts';

const DECODERS: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * A sink for a compressed body, for upstreams that compress although nobody asked them to. It
 * hands on what it makes of it, piece by piece; a body that does not decode is an error.
 */
export function decodeContent(coding: string, sink: BodySink): BodySink {
  const create = DECODERS[coding.trim().toLowerCase()];
  if (!create) {
    const message = `The upstream's answer is coded as ${JSON.stringify(coding)}, which nobody asked for.`;
    return {
      data() {},
      end: () => sink.fail(new OfoxError('upstream', message)),
      fail: (e) => sink.fail(e),
    };
  }
  const decoder = create();
  decoder.on('data', (chunk: Buffer) => sink.data(chunk));
  decoder.on('end', () => sink.end());
  decoder.on('error', (cause) => {
    sink.fail(new OfoxError('upstream', `The upstream's ${coding} answer is damaged.`, { cause }));
  });
  return {
    data: (chunk) => void decoder.write(chunk),
    end: () => void decoder.end(),
    fail: (error) => {
      decoder.destroy();
      sink.fail(error);
    },
  };
}
