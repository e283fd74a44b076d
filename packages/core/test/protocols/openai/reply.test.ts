import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, unfold } from '../../../src/fold.ts';
import type { JsonObject, JsonValue } from '../../../src/json.ts';
import { openai } from '../../../src/protocols/openai/index.ts';
import type { ReplyEvent } from '../../../src/reply.ts';
import { NO_USAGE } from '../../../src/usage.ts';
import { cutEvents, reply } from '../../arbitraries/reply.ts';
import { sayableReply } from './sayable.ts';
import { eventsIn, readAll, streamOf } from './streams.ts';

const sayable = reply(['openai']).map(sayableReply);

describe('decodeReply and encodeReply', () => {
  it('give back what was written', () => {
    fc.assert(
      fc.property(sayable, (whole) => {
        const body = JSON.parse(JSON.stringify(openai.encodeReply(whole))) as JsonValue;
        expect(openai.decodeReply(body)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a whole answer with all that servers of this wire add', () => {
  const body = {
    id: 'gen-1',
    object: 'chat.completion',
    created: 5,
    model: 'anthropic/claude-sonnet-4.5',
    provider: 'Anthropic',
    system_fingerprint: 'fp_1',
    service_tier: 'default',
    choices: [
      {
        index: 0,
        logprobs: null,
        finish_reason: 'stop',
        native_finish_reason: 'stop_sequence',
        stop_reason: 'END',
        content_filter_results: { hate: { filtered: false } },
        message: {
          role: 'assistant',
          content: 'Here.',
          refusal: null,
          annotations: [
            {
              type: 'url_citation',
              url_citation: { url: 'https://a.b/', title: 'A', start_index: 0, end_index: 4, x: 1 },
            },
          ],
          reasoning_content: 'hm',
          reasoning_details: [
            {
              type: 'reasoning.text',
              text: 'hm',
              signature: 'ofox/anthropic/self/sig',
              format: 'anthropic-claude-v1',
              index: 0,
            },
            {
              type: 'reasoning.encrypted',
              data: 'xyz',
              format: 'openai-responses-v1',
              id: 'rs',
              index: 1,
            },
          ],
          images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }],
          extra_content: { google: { thought_signature: 'c2ln' } },
          context_management: { edits: [] },
        },
      },
    ],
    usage: {
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 120,
      cost: 0.0000125,
      cost_details: { upstream_inference_cost: null },
      prompt_tokens_details: {
        cached_tokens: 40,
        cache_write_tokens: 30,
        cache_creation_token_details: {
          ephemeral_5m_input_tokens: 10,
          ephemeral_1h_input_tokens: 20,
        },
        audio_tokens: 0,
      },
      completion_tokens_details: { reasoning_tokens: 5, accepted_prediction_tokens: 0 },
    },
  };

  it('is read into disjoint counts', () => {
    expect(openai.decodeReply(body).usage).toMatchObject({
      input: 30,
      cacheRead: 40,
      cacheWrite: 10,
      cacheWrite1h: 20,
      output: 15,
      reasoning: 5,
      cost: '0.0000125',
    });
  });

  it('is written back as it came', () => {
    expect(openai.encodeReply(openai.decodeReply(body))).toEqual(body);
  });

  it('is streamed without loss', () => {
    const whole = openai.decodeReply(body);
    expect(fold(readAll(streamOf(unfold(whole))))).toEqual(whole);
  });

  it.each([
    [
      { prompt_tokens: 10, prompt_cache_hit_tokens: 4, prompt_cache_miss_tokens: 6 },
      { input: 6, cacheRead: 4 },
    ],
    [
      {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 35,
        completion_tokens_details: { reasoning_tokens: 20 },
      },
      { output: 5, reasoning: 20 },
    ],
    [{ prompt_tokens: 1e3, cost: 1e-9 }, { cost: '0.000000001' }],
    [
      { prompt_tokens: '9', completion_tokens: -3, cost: 'free' },
      { input: 0, output: 0 },
    ],
  ])('bears usage as others count it: %j', (usage, expected) => {
    expect(openai.decodeReply({ ...body, usage }).usage).toMatchObject(expected);
  });
});

describe('encodeReply', () => {
  const bare = fold([
    { type: 'start', id: 'x', model: 'm' },
    { type: 'finish', finish: { reason: 'stop' } },
  ]);

  it('writes an empty answer as an empty text', () => {
    const body = openai.encodeReply(bare, { created: 9 });
    expect(body).toMatchObject({
      created: 9,
      choices: [{ message: { content: '', refusal: null } }],
    });
  });

  it('tells the place of citations in the whole text, and of what cites a whole part', () => {
    const cite = (text: string, more = {}) => ({
      type: 'text' as const,
      text,
      citations: [{ url: 'https://a.b/', ...more }],
    });
    const content = [
      cite('Hello '),
      cite('world', { start: 1, end: 3 }),
      { type: 'text' as const, text: '!' },
    ];
    const reply = { ...bare, content, finish: { reason: 'stop' as const, raw: 'end_turn' } };
    const [text] = openai.decodeReply(openai.encodeReply(reply)).content;
    const citations = [
      { url: 'https://a.b/', start: 0, end: 6 },
      { url: 'https://a.b/', start: 7, end: 9 },
    ];
    expect(text).toEqual({ type: 'text', text: 'Hello world!', citations });
    expect(fold(readAll(streamOf(unfold(reply)))).content).toEqual([text]);
    const cited = fold(
      readAll(
        streamOf([
          { type: 'start', id: 'x', model: 'm' },
          { type: 'citation', index: 0, citation: { url: 'https://a.b/' } },
          { type: 'text', index: 0, text: 'Hello ' },
          { type: 'citation', index: 1, citation: { url: 'https://a.b/', start: 1, end: 3 } },
          { type: 'text', index: 1, text: 'world' },
          { type: 'finish', finish: { reason: 'stop' } },
        ]),
      ),
    );
    expect(cited.content[0]).toMatchObject({ citations });
  });

  it('does not take the end of a turn for a call when the provider said what it was', () => {
    const call = { type: 'tool-call' as const, id: 'a', name: 'f', arguments: '{}' };
    const finish = { reason: 'stop' as const, raw: 'end_turn' };
    const body = openai.encodeReply({ ...bare, content: [call], finish });
    expect(openai.decodeReply(body).finish).toEqual(finish);
  });

  it('tags signatures of other makers, so that they come back', () => {
    const signature = { by: 'anthropic' as const, value: 's' };
    const call = { type: 'tool-call' as const, id: 'a', name: 'f', arguments: '{}', signature };
    const body = openai.encodeReply({ ...bare, content: [call] });
    expect(JSON.stringify(body)).toContain('ofox/anthropic/self/s');
    expect(openai.decodeReply(body).content).toEqual([call]);
  });
});

describe('encodeStream', () => {
  it('tells usage only when it was asked for, in a last chunk without choices', () => {
    const events: ReplyEvent[] = [
      { type: 'start', id: 'x', model: 'm' },
      { type: 'text', index: 0, text: 'a' },
      { type: 'usage', usage: { ...NO_USAGE, input: 1, output: 2 } },
      { type: 'finish', finish: { reason: 'stop', raw: 'stop' } },
    ];
    const asked = eventsIn(streamOf(events)).map(({ data }) => data);
    expect(asked.at(-1)).toBe('[DONE]');
    const chunks = asked.slice(0, -1).map((data) => JSON.parse(data) as JsonObject);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 3 } });
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
    expect(streamOf(events, {})).not.toContain('usage');
  });

  it('tells a signature once its thought has ended, with the whole text', () => {
    const signature = { by: 'anthropic' as const, value: 's' };
    const text = streamOf([
      { type: 'start', id: 'x', model: 'm' },
      { type: 'reasoning', index: 0, text: 'a' },
      { type: 'reasoning', index: 0, text: 'b', signature },
      { type: 'text', index: 1, text: 'c' },
      { type: 'finish', finish: { reason: 'stop' } },
    ]);
    const deltas = eventsIn(text)
      .filter(({ data }) => data !== '[DONE]')
      .flatMap(({ data }) => (JSON.parse(data) as { choices: { delta: JsonObject }[] }).choices);
    expect(deltas.map(({ delta }) => delta)).toEqual([
      { role: 'assistant', content: '', refusal: null },
      { reasoning_content: 'a' },
      { reasoning_content: 'b' },
      {
        reasoning_details: [
          {
            type: 'reasoning.text',
            text: 'ab',
            signature: 'ofox/anthropic/self/s',
            format: 'anthropic-claude-v1',
            index: 0,
          },
        ],
      },
      { content: 'c' },
      {},
    ]);
  });
});

describe('decodeStream and encodeStream', () => {
  it('give back what was written, however finely it was cut', () => {
    fc.assert(
      fc.property(sayable, fc.integer({ min: 1, max: 30 }), (whole, size) => {
        const events: ReplyEvent[] = cutEvents(unfold(whole), size);
        const text = streamOf(events);
        expect(fold(readAll(text))).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });
});
