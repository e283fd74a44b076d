import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ReplyFold } from '../../../src/fold.ts';
import type { JsonObject, JsonValue } from '../../../src/json.ts';
import { gemini } from '../../../src/protocols/gemini/index.ts';
import { replyText } from '../../../src/reply.ts';
import { decodeChunks, decodeText, encodeEvents } from './streams.ts';

// Replies recorded from Google, which do not travel with this repository.
const folder = resolve(import.meta.dirname, '../../../../../../shared/vectors/google');
const names = existsSync(folder) ? readdirSync(folder) : [];
const bodies = names.filter((name) => name.endsWith('.json') && !name.includes('429'));
const streams = names.filter((name) => name.endsWith('.chunks.txt'));
const read = (name: string) => readFileSync(resolve(folder, name), 'utf8');

/** What encoding writes though the recording had it otherwise: see `docs/protocols.md`. */
function normalised(body: JsonValue): JsonValue {
  const copy = structuredClone(body) as { candidates: JsonObject[]; usageMetadata: JsonObject };
  for (const candidate of copy.candidates) {
    candidate.index = 0;
    const content = candidate.content as { parts: { functionCall?: JsonObject }[] };
    content.parts = content.parts.map(({ functionCall, ...part }) =>
      functionCall
        ? { ...part, functionCall: { args: {}, ...functionCall, id: expect.any(String) as never } }
        : part,
    );
  }
  return copy as unknown as JsonValue;
}

describe.skipIf(names.length === 0)('recorded replies of Google', () => {
  it.each(bodies)('%s comes back as it was', (name) => {
    const body = JSON.parse(read(name)) as JsonValue;
    const reply = gemini.decodeReply(body);
    expect(gemini.encodeReply(reply)).toEqual(normalised(body));
    expect(gemini.decodeReply(gemini.encodeReply(reply))).toEqual(reply);
  });

  it.each(streams)('%s is read, and read the same again when it has been written', (name) => {
    const events = decodeChunks(read(name).trim().split('\n'));
    const fold = new ReplyFold();
    for (const event of events) fold.push(event);
    const reply = fold.end();
    expect(reply.model).toMatch(/^gemini-3/);
    expect(reply.usage.output).toBeGreaterThan(0);
    for (const part of reply.content) {
      if (part.type === 'tool-call') expect(JSON.parse(part.arguments)).toBeTypeOf('object');
    }
    const calls = reply.content.filter((part) => part.type === 'tool-call');
    expect(reply.finish).toEqual({ reason: calls.length ? 'tool_calls' : 'stop', raw: 'STOP' });
    const again = decodeText(encodeEvents(events));
    expect(again).toEqual(reply);
  });

  it('keeps the signature that a stream ends with on an empty text', () => {
    const events = decodeChunks(read('google-text.chunks.txt').trim().split('\n'));
    const fold = new ReplyFold();
    for (const event of events) fold.push(event);
    const { content } = fold.end();
    expect(content).toHaveLength(2);
    expect(content[1]).toMatchObject({ type: 'text', text: '', signature: { by: 'gemini' } });
    expect(replyText(fold.end())).toContain('strawberry');
  });

  it('puts streamed arguments together', () => {
    const calls = (name: string) => {
      const fold = new ReplyFold();
      for (const event of decodeChunks(read(name).trim().split('\n'))) fold.push(event);
      return fold
        .end()
        .content.filter((part) => part.type === 'tool-call')
        .map((part) => [part.name, JSON.parse(part.arguments)]);
    };
    expect(calls('google-stream-tool-call-arguments.chunks.txt')).toEqual([
      ['getWeather', { location: 'Boston' }],
      ['getWeather', { location: 'San Francisco' }],
    ]);
    expect(calls('google-stream-no-args-tool-call.chunks.txt')).toEqual([
      ['read_theme', {}],
      ['read_screen', { id: 'A' }],
      ['read_screen', { id: 'B' }],
      ['read_screen', { id: 'C' }],
    ]);
    const [first] = calls(
      'google-stream-tool-call-array-arguments-missing-terminal-function-call.chunks.txt',
    );
    expect(first?.[1].operations[1]).toEqual({
      action: 'add',
      description: 'Ripe yellow banana',
      itemid: 'banana_001',
      price: 0.3,
    });
    const [recipe] = calls('google-vertex-stream-tool-call-arguments-nested.1.chunks.txt');
    expect(recipe?.[1].recipe.ingredients).toHaveLength(10);
    expect(recipe?.[1].recipe.steps[1]).toMatch(/set aside\.$/);
  });

  it('reads when to come back from a refusal', () => {
    const error = gemini.decodeError({ status: 429, body: read('google-429-retry-info.json') });
    expect(error).toMatchObject({
      kind: 'rate_limit',
      status: 429,
      code: 'RESOURCE_EXHAUSTED',
      retryAfterMs: 34_400,
    });
  });
});
