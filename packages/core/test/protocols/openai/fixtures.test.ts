import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fold, unfold } from '../../../src/fold.ts';
import type { JsonValue } from '../../../src/json.ts';
import { openai } from '../../../src/protocols/openai/index.ts';
import { decode, eventsIn, readAll, streamOf } from './streams.ts';

const folder = new URL('../../fixtures/openai/', import.meta.url);

function names(kind: string): string[] {
  return readdirSync(new URL(`${kind}/`, folder));
}

function text(path: string): string {
  return readFileSync(new URL(path, folder), 'utf8');
}

function json(path: string): JsonValue {
  return JSON.parse(text(path)) as JsonValue;
}

describe('fixtures', () => {
  it.each(names('requests'))('%s is written back as it came', (name) => {
    const body = json(`requests/${name}`);
    const { body: written, warnings } = openai.encodeRequest(openai.decodeRequest({ body }));
    expect(written).toEqual(body);
    expect(warnings).toEqual([]);
  });

  it.each(names('replies'))('%s is written back as it came, whole and streamed', (name) => {
    const body = json(`replies/${name}`);
    const reply = openai.decodeReply(body);
    expect(reply.warnings).toEqual([]);
    expect(openai.encodeReply(reply)).toEqual(body);
    expect(fold(readAll(streamOf(unfold(reply))))).toEqual(reply);
  });

  it.each(['text', 'tools', 'reasoning', 'refusal'])(
    '%s says the same whole and streamed',
    (name) => {
      const streamed = fold(readAll(text(`streams/${name}.sse`)));
      expect(streamed).toEqual(openai.decodeReply(json(`replies/${name}.json`)));
    },
  );

  it.each([
    ['cut', 'stream'],
    ['error', 'unavailable'],
  ])('%s.sse breaks with an error of kind %s', (name, kind) => {
    const events = eventsIn(text(`streams/${name}.sse`));
    expect(() => decode(events)).toThrow(expect.objectContaining({ kind }));
  });

  it.each(names('errors'))('%s is recognised', (name) => {
    const { status, body, kind } = json(`errors/${name}`) as {
      status: number;
      body: string;
      kind: string;
    };
    expect(openai.decodeError({ status, body })).toMatchObject({ kind, status });
  });
});
