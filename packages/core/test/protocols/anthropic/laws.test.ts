import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OfoxError } from '../../../src/error.ts';
import { fold, unfold } from '../../../src/fold.ts';
import { anthropic } from '../../../src/protocols/anthropic/index.ts';
import type { ReplyEvent } from '../../../src/reply.ts';
import { type ServerSentEvent, SseReader } from '../../../src/sse.ts';
import { almost } from '../../arbitraries/json.ts';
import { cutEvents, reply } from '../../arbitraries/reply.ts';
import { chatRequest } from '../../arbitraries/request.ts';
import { ownReply, ownRequest, signedReply } from './canonical.ts';

function written(events: ReplyEvent[]): string {
  const encoder = anthropic.encodeStream();
  return events.map((event) => encoder.push(event)).join('') + encoder.end();
}

function read(text: string): ReplyEvent[] {
  const decoder = anthropic.decodeStream();
  const events: ReplyEvent[] = [];
  const emit = (event: ReplyEvent) => events.push(event);
  const sse = new SseReader();
  const push = (event: ServerSentEvent) => decoder.push(event, emit);
  sse.push(new TextEncoder().encode(text), push);
  sse.end(push);
  decoder.end(emit);
  return events;
}

describe('what this wire can say survives it', () => {
  test('requests', () => {
    fc.assert(
      fc.property(ownRequest, (request) => {
        const { body, warnings } = anthropic.encodeRequest(request);
        expect(warnings).toEqual([]);
        expect(anthropic.decodeRequest({ body: JSON.parse(JSON.stringify(body)) })).toEqual(
          request,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('whole replies, with the signatures of all makers', () => {
    fc.assert(
      fc.property(fc.oneof(ownReply, signedReply), (whole) => {
        const body = JSON.parse(JSON.stringify(anthropic.encodeReply(whole)));
        expect(anthropic.decodeReply(body)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  test('streamed replies, in pieces of any size', () => {
    fc.assert(
      fc.property(signedReply, fc.integer({ min: 1, max: 9 }), (whole, size) => {
        expect(fold(read(written(cutEvents(unfold(whole), size))))).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });
});

test('any request is written or refused by name, with a reason for all that is left out', () => {
  fc.assert(
    fc.property(chatRequest(), (request) => {
      try {
        const { body, warnings } = anthropic.encodeRequest(request, { extensions: false });
        for (const warning of warnings) expect(warning.path).not.toBe('');
        anthropic.decodeRequest({ body: JSON.parse(JSON.stringify(body)) });
      } catch (error) {
        if (!OfoxError.is(error)) throw error;
        expect(error.kind).toBe('invalid_request');
        expect(error.param).toBeTruthy();
      }
    }),
    { numRuns: 300 },
  );
});

test('any reply makes a stream whose blocks follow one another, numbered without gaps', () => {
  const wild = fc.tuple(reply(), fc.integer({ min: 1, max: 4 }), fc.infiniteStream(fc.nat(3)));
  fc.assert(
    fc.property(wild, ([whole, size, choices]) => {
      const events = shuffled(cutEvents(unfold(whole), size), choices);
      expectSequential(written(events));
    }),
    { numRuns: 300 },
  );
});

/** The same events with those of different parts interleaved; each part's own order stays. */
function shuffled(events: ReplyEvent[], choices: Iterator<number>): ReplyEvent[] {
  const parts = new Map<number, ReplyEvent[]>();
  const mixed: ReplyEvent[] = [];
  const last: ReplyEvent[] = [];
  for (const event of events) {
    if (event.type === 'start') mixed.push(event);
    else if (!('index' in event)) last.push(event);
    else parts.set(event.index, [...(parts.get(event.index) ?? []), event]);
  }
  const waiting = [...parts.values()];
  while (waiting.length > 0) {
    const at = Number(choices.next().value) % waiting.length;
    const event = waiting[at]?.shift();
    if (event) mixed.push(event);
    else waiting.splice(at, 1);
  }
  return [...mixed, ...last];
}

function expectSequential(text: string): void {
  let next = 0;
  let open: number | undefined;
  const kinds: string[] = [];
  for (const event of text.split('\n\n').slice(0, -1)) {
    const [name, data, ...others] = event.split('\n');
    expect(others).toEqual([]);
    const told = JSON.parse(data!.slice('data: '.length));
    expect(name).toBe(`event: ${told.type}`);
    kinds.push(told.type);
    if (told.type === 'content_block_start') {
      expect(open).toBeUndefined();
      expect(told.index).toBe(next++);
      open = told.index;
    } else if (told.type === 'content_block_delta') {
      expect(told.index).toBe(open);
    } else if (told.type === 'content_block_stop') {
      expect(told.index).toBe(open);
      open = undefined;
    } else {
      expect(open).toBeUndefined();
    }
  }
  expect(kinds[0]).toBe('message_start');
  expect(kinds.slice(-2)).toEqual(['message_delta', 'message_stop']);
}

describe('nonsense is refused by an OfoxError and by nothing else', () => {
  const names = [
    'type',
    'role',
    'content',
    'messages',
    'model',
    'max_tokens',
    'system',
    'text',
    'thinking',
    'signature',
    'data',
    'source',
    'media_type',
    'url',
    'tool_use_id',
    'id',
    'name',
    'input',
    'index',
    'delta',
    'content_block',
    'message',
    'usage',
    'stop_reason',
    'partial_json',
    'citation',
    'error',
    'citations',
    'cache_control',
    'tools',
    'tool_choice',
    'input_schema',
    'output_config',
    'format',
    'schema',
    'provider',
    'details',
    'request_id',
    'first_id',
    'last_id',
    'has_more',
  ];
  const words = [
    'message',
    'user',
    'assistant',
    'system',
    'tool_use',
    'tool_result',
    'thinking',
    'image',
    'base64',
    'redacted_thinking',
    'message_start',
    'content_block_start',
    'content_block_delta',
    'text_delta',
    'content_block_stop',
    'message_delta',
    'message_stop',
    'error',
    'input_json_delta',
    'ephemeral',
    'thinking_delta',
    'signature_delta',
    'citations_delta',
    'server_tool_use',
    'json_schema',
    'tool',
  ];
  const value = almost(names, words);

  function expectOfoxError(run: () => unknown): void {
    try {
      run();
    } catch (error) {
      if (!OfoxError.is(error)) throw error;
    }
  }

  test('requests', () => {
    fc.assert(
      fc.property(value, fc.array(value), (body, messages) => {
        expectOfoxError(() => anthropic.decodeRequest({ body }));
        const request = { model: 'm', max_tokens: 1, messages };
        expectOfoxError(() => anthropic.decodeRequest({ body: request }));
      }),
      { numRuns: 500 },
    );
  });

  test('replies, models and errors', () => {
    fc.assert(
      fc.property(
        value,
        fc.array(value),
        fc.integer({ min: 100, max: 599 }),
        (body, content, status) => {
          expectOfoxError(() => anthropic.decodeReply(body));
          expectOfoxError(() => anthropic.decodeReply({ content }));
          expectOfoxError(() => anthropic.models.decodeList(body));
          expectOfoxError(() => anthropic.models.decodeModel(body));
          const text = JSON.stringify(body);
          expect(OfoxError.is(anthropic.decodeError({ status, body: text }))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('streams', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            value.map((one) => JSON.stringify(one)),
            fc.string(),
          ),
        ),
        (events) => {
          const decoder = anthropic.decodeStream();
          expectOfoxError(() => {
            for (const data of events) decoder.push({ data }, () => {});
            decoder.end(() => {});
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
