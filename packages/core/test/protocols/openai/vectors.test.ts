import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../src/fold.ts';
import type { JsonObject, JsonValue } from '../../../src/json.ts';
import { openai } from '../../../src/protocols/openai/index.ts';
import { readAll, readChunks, streamOf } from './streams.ts';

const folder = new URL('../../../../../../shared/vectors/openai/', import.meta.url);
const isHere = existsSync(folder);

function read(path: string): string {
  return readFileSync(new URL(path, folder), 'utf8');
}

function chunksOf(path: string): JsonObject[] {
  return read(path)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as JsonObject);
}

describe.skipIf(!isHere)('recorded answers (skipped where ../shared/vectors is absent)', () => {
  it('gives a whole answer back as it was recorded', () => {
    const body = JSON.parse(read('chat/openai-text.json')) as JsonValue;
    expect(openai.encodeReply(openai.decodeReply(body))).toEqual(body);
  });

  const streams = isHere
    ? readdirSync(new URL('chat/', folder)).filter((name) => name.endsWith('.txt'))
    : [];

  it.each(streams)('reads %s, and writes what reads the same', (name) => {
    const chunks = chunksOf(`chat/${name}`);
    const events = readChunks(chunks);
    const reply = fold(events);
    const deltas = chunks.flatMap(({ choices }) => choices as JsonObject[]);
    const text = deltas.map(({ delta }) => (delta as JsonObject).content ?? '').join('');
    expect(reply.content).toEqual([{ type: 'text', text }]);
    expect(reply.finish).toEqual({ reason: 'stop', raw: 'stop' });
    expect(reply.warnings).toEqual([]);
    expect(fold(readAll(streamOf(events)))).toEqual(reply);
  });

  it('tells thoughts from the rest of the usage', () => {
    const { usage } = fold(readChunks(chunksOf('chat/azure-model-router.1.chunks.txt')));
    expect(usage).toMatchObject({ input: 15, cacheRead: 0, output: 14, reasoning: 64 });
  });

  it('reads errors', () => {
    const body = read('chat/reasoning-model-legacy-parameter-error.json');
    expect(openai.decodeError({ status: 400, body })).toMatchObject({
      kind: 'invalid_request',
      code: 'unsupported_parameter',
      param: 'max_tokens',
    });
  });

  it('reads embeddings and images', () => {
    const vectors = JSON.parse(read('embedding/openai-embedding.json')) as JsonValue;
    const asked = { model: 'm', input: ['a', 'b'] };
    const reply = openai.embeddings?.decodeReply(vectors, asked);
    expect(reply && openai.embeddings?.encodeReply(reply, asked)).toEqual(vectors);
    for (const name of ['openai-image.json', 'openai-image-edit.json']) {
      const body = JSON.parse(read(`image/${name}`)) as JsonValue;
      const made = openai.images?.decodeReply(body, { model: 'm', prompt: 'p' });
      expect(made?.images.length).toBeGreaterThan(0);
    }
  });
});
