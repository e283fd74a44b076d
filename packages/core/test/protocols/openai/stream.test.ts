import { describe, expect, it } from 'vitest';
import { OfoxError } from '../../../src/error.ts';
import { fold } from '../../../src/fold.ts';
import type { JsonObject } from '../../../src/json.ts';
import { openai } from '../../../src/protocols/openai/index.ts';
import type { ReplyEvent } from '../../../src/reply.ts';
import { decode, readChunks, streamOf } from './streams.ts';

function chunk(delta: JsonObject, finish: string | null = null, more: JsonObject = {}): JsonObject {
  const choice = { index: 0, delta, finish_reason: finish };
  return {
    id: 'c1',
    created: 7,
    model: 'm',
    object: 'chat.completion.chunk',
    choices: [choice],
    ...more,
  };
}

/** Entries of `tool_calls`, one chunk each, and the answer that they add up to. */
function callsOf(...entries: JsonObject[]) {
  const chunks = entries.map((entry) => chunk({ tool_calls: [entry] }));
  return fold(readChunks([...chunks, chunk({}, 'tool_calls')])).content;
}

function call(id: string, name: string, json: string) {
  return { type: 'tool-call', id, name, arguments: json };
}

function errorOf(run: () => unknown): OfoxError {
  try {
    run();
  } catch (error) {
    if (OfoxError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('tool calls in pieces', () => {
  it('reads the usual form, and ends a call when its JSON is complete', () => {
    const events = readChunks([
      chunk({ role: 'assistant', content: null }),
      chunk({
        tool_calls: [
          { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } },
        ],
      }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{"x":"}' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '\\""}' } }] }),
      chunk({ content: 'later' }),
      chunk({}, 'tool_calls'),
    ]);
    expect(events.map((event) => event.type)).toEqual([
      'start',
      'tool-call-start',
      'tool-call-delta',
      'tool-call-delta',
      'tool-call-end',
      'text',
      'finish',
    ]);
    expect(fold(events).content[0]).toEqual(call('a', 'f', '{"x":"}\\""}'));
  });

  it('reads arguments in the chunk of the name, and whole calls in one chunk', () => {
    const entries = [
      { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
      { index: 1, id: 'b', type: 'function', function: { name: 'g', arguments: '{"y":2}' } },
    ];
    const events = readChunks([
      chunk({ content: null, tool_calls: entries }),
      chunk({}, 'tool_calls'),
    ]);
    expect(fold(events).content).toEqual([call('a', 'f', '{"x":1}'), call('b', 'g', '{"y":2}')]);
  });

  it('reads interleaved calls', () => {
    expect(
      callsOf(
        { index: 0, id: 'a', function: { name: 'f', arguments: '{"x":' } },
        { index: 1, id: 'b', function: { name: 'g', arguments: '{"y":' } },
        { index: 0, function: { arguments: '1}' } },
        { index: 1, function: { arguments: '2}' } },
      ),
    ).toEqual([call('a', 'f', '{"x":1}'), call('b', 'g', '{"y":2}')]);
  });

  it('takes a new id at the same index as a new call', () => {
    expect(
      callsOf(
        { index: 0, id: 'a', function: { name: 'f', arguments: '{"x":1}' } },
        { index: 0, id: 'b', function: { name: 'f', arguments: '{"x":' } },
        { index: 0, id: 'b', function: { arguments: '2}' } },
      ),
    ).toEqual([call('a', 'f', '{"x":1}'), call('b', 'f', '{"x":2}')]);
  });

  it('takes a name after a complete call at the same index without id as a new call', () => {
    const [first, second] = callsOf(
      { index: 0, function: { name: 'f', arguments: '{"x":1}' } },
      { index: 0, function: { name: 'f', arguments: '{"x":2}' } },
    );
    expect(first).toMatchObject({ name: 'f', arguments: '{"x":1}' });
    expect(second).toMatchObject({ name: 'f', arguments: '{"x":2}' });
  });

  it('takes id and name on each piece as one call', () => {
    expect(
      callsOf(
        { index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } },
        { index: 0, id: 'a', function: { name: 'f', arguments: ':1' } },
        { index: 0, id: 'a', function: { name: 'f', arguments: '}' } },
      ),
    ).toEqual([call('a', 'f', '{"x":1}')]);
  });

  it('takes another id on each piece, but no name, as one call', () => {
    expect(
      callsOf(
        { index: 0, id: 'a', function: { name: 'f', arguments: '{' } },
        { index: 0, id: 'b', function: { arguments: '"x":1}' } },
      ),
    ).toEqual([call('a', 'f', '{"x":1}')]);
  });

  it('reads pieces without index by id, and by their order', () => {
    expect(
      callsOf(
        { id: 'a', function: { name: 'f', arguments: '{"x":' } },
        { function: { arguments: '1' } },
        { id: '', function: { name: '', arguments: '}' } },
        { id: 'b', function: { name: 'f', arguments: '{"x":2}' } },
      ),
    ).toEqual([call('a', 'f', '{"x":1}'), call('b', 'f', '{"x":2}')]);
  });

  it('makes ids for calls without one, different ones, the same ones each time', () => {
    const read = () =>
      callsOf(
        { index: 0, function: { name: 'f', arguments: '{}' } },
        { index: 1, id: '', function: { name: 'f', arguments: '{}' } },
        { index: 2, id: null, function: { name: 'f', arguments: '{}' } },
      );
    const ids = read().map((part) => (part.type === 'tool-call' ? part.id : ''));
    expect(ids).toEqual(['call_ofox_c1_0', 'call_ofox_c1_1', 'call_ofox_c1_2']);
    expect(read()).toEqual(read());
  });

  it('tells two calls with one id apart', () => {
    const parts = callsOf(
      { index: 0, id: 'a', function: { name: 'f', arguments: '{"x":1}' } },
      { index: 1, id: 'a', function: { name: 'g', arguments: '{"x":1}' } },
    );
    expect(parts).toEqual([call('a', 'f', '{"x":1}'), call('call_ofox_c1_1', 'g', '{"x":1}')]);
  });

  it('reads arguments that are an object, and none at all', () => {
    expect(
      callsOf(
        { index: 0, id: 'a', function: { name: 'f', arguments: { x: 1 } } },
        { index: 1, id: 'b', function: { name: 'g' } },
        { index: 2, id: 'c', function: { name: 'h', arguments: '' } },
        { index: 3, id: 'd', function: { name: 'i', arguments: '{}' } },
      ),
    ).toEqual([
      call('a', 'f', '{"x":1}'),
      call('b', 'g', '{}'),
      call('c', 'h', '{}'),
      call('d', 'i', '{}'),
    ]);
  });

  it('takes {} before the true arguments for a placeholder', () => {
    expect(
      callsOf(
        { index: 0, id: 'a', function: { name: 'f', arguments: '{}' } },
        { index: 0, function: { arguments: '{"x"' } },
        { index: 0, function: { arguments: ':1}' } },
      ),
    ).toEqual([call('a', 'f', '{"x":1}')]);
  });

  it('waits for a name that comes late', () => {
    expect(
      callsOf(
        { index: 0, id: 'a', function: { arguments: '{"x"' } },
        { index: 0, function: { name: 'f', arguments: ':1}' } },
      ),
    ).toEqual([call('a', 'f', '{"x":1}')]);
  });

  it('leaves out what comes after the arguments, and says so', () => {
    const chunks = [
      chunk({
        tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{"x":1}\n' } }],
      }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '</tool>' } }] }),
      chunk({}, 'tool_calls'),
    ];
    const reply = fold(readChunks(chunks));
    expect(reply.content).toEqual([call('a', 'f', '{"x":1}')]);
    expect(reply.warnings.map(({ code }) => code)).toEqual(['malformed']);
  });

  it('reads text beside an empty list of calls, and text beside calls', () => {
    const entry = { index: 0, id: 'a', function: { name: 'f', arguments: '{"x":1}' } };
    const events = readChunks([
      chunk({ content: 'Hel', tool_calls: [] }),
      chunk({ content: 'lo', tool_calls: [entry] }),
      chunk({}, 'stop'),
    ]);
    const reply = fold(events);
    expect(reply.content).toEqual([{ type: 'text', text: 'Hello' }, call('a', 'f', '{"x":1}')]);
    expect(reply.finish).toEqual({ reason: 'tool_calls', raw: 'stop' });
  });

  it('keeps length and content_filter as the reason though there were calls', () => {
    const entry = { index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } };
    for (const word of ['length', 'content_filter']) {
      const events = readChunks([chunk({ tool_calls: [entry] }), chunk({}, word)]);
      expect(fold(events).finish.reason).toBe(word);
      expect(events.filter((event) => event.type === 'tool-call-end')).toHaveLength(1);
    }
  });

  it('reads the old function_call', () => {
    const events = readChunks([
      chunk({ function_call: { name: 'f', arguments: '' } }),
      chunk({ function_call: { arguments: '{"x":1}' } }),
      chunk({}, 'function_call'),
    ]);
    const reply = fold(events);
    expect(reply.content).toEqual([call('call_ofox_c1_0', 'f', '{"x":1}')]);
    expect(reply.finish).toEqual({ reason: 'tool_calls', raw: 'function_call' });
  });

  it('keeps calls of custom tools whole', () => {
    const parts = callsOf(
      { index: 0, id: 'a', type: 'custom', custom: { name: 'sql', input: 'select' } },
      { index: 0, custom: { input: ' 1' } },
    );
    const value = { id: 'a', type: 'custom', custom: { name: 'sql', input: 'select 1' } };
    expect(parts).toEqual([{ type: 'opaque', by: 'openai', value }]);
  });

  it('reads the thought signature of a call', () => {
    const [part] = callsOf({
      index: 0,
      id: 'a',
      function: { name: 'f', arguments: '{"x":1}' },
      extra_content: { google: { thought_signature: 'c2ln' } },
    });
    expect(part).toEqual({
      ...call('a', 'f', '{"x":1}'),
      signature: { by: 'gemini', value: 'c2ln' },
    });
  });
});

describe('thoughts', () => {
  const reasoning = (text: string, more = {}) => ({ type: 'reasoning', text, ...more });
  const thoughtsIn = (...deltas: JsonObject[]) =>
    fold(readChunks([...deltas.map((delta) => chunk(delta)), chunk({}, 'stop')])).content;

  it.each(['reasoning_content', 'reasoning'])('reads %s', (field) => {
    expect(thoughtsIn({ [field]: 'a' }, { [field]: 'b', content: '' }, { content: 'c' })).toEqual([
      reasoning('ab'),
      { type: 'text', text: 'c' },
    ]);
  });

  it('counts text that stands in two places once', () => {
    const entry = (text: string) => ({ type: 'reasoning.text', text, index: 0 });
    expect(
      thoughtsIn(
        { reasoning: 'ha', reasoning_details: [entry('ha')] },
        { reasoning: 'ha', reasoning_details: [entry('ha')] },
        { reasoning: 'ha', reasoning_content: 'ha' },
      ),
    ).toEqual([reasoning('hahaha')]);
  });

  it('takes an entry that repeats the whole text for its signature', () => {
    const entry = {
      type: 'reasoning.text',
      text: 'ab',
      signature: 'sig',
      format: 'anthropic-claude-v1',
      index: 0,
    };
    const signed = reasoning('ab', { signature: { by: 'anthropic', value: 'sig' } });
    const text = { type: 'text', text: 'c' };
    const pieces = [{ reasoning_content: 'a' }, { reasoning_content: 'b' }];
    const late = { reasoning_details: [entry] };
    expect(thoughtsIn(...pieces, late, { content: 'c' })).toEqual([signed, text]);
    expect(thoughtsIn(...pieces, { content: 'c' }, late)).toEqual([signed, text]);
  });

  it('adds a signature that comes in an entry of its own', () => {
    const details = (entry: JsonObject) => ({
      reasoning_details: [{ type: 'reasoning.text', ...entry }],
    });
    expect(
      thoughtsIn(
        details({ text: 'a', index: 0 }),
        details({ text: 'a', index: 0 }),
        details({ signature: 's', index: 0 }),
      ),
    ).toEqual([reasoning('aa', { signature: { by: 'openai', value: 's' } })]);
  });

  it('keeps plain text apart from a thought that was signed in an entry before it', () => {
    const signed = { type: 'reasoning.text', text: '', signature: 's', index: 0 };
    const entry = { type: 'reasoning.text', text: 'b', index: 1 };
    const chunks = [
      chunk({ reasoning_details: [signed] }),
      chunk({ reasoning_content: 'b' }),
      chunk({ reasoning_details: [entry] }),
      chunk({}, 'stop'),
    ];
    expect(fold(readChunks(chunks)).content).toEqual([
      { type: 'reasoning', text: '', signature: { by: 'openai', value: 's' } },
      { type: 'reasoning', text: 'b' },
    ]);
  });

  it('reads withheld thoughts and summaries', () => {
    const summary = { type: 'reasoning.summary', summary: 'short', id: 'rs_1', index: 0 };
    const encrypted = {
      type: 'reasoning.encrypted',
      data: 'xyz',
      format: 'google-gemini-v1',
      index: 1,
    };
    expect(thoughtsIn({ reasoning_details: [summary, encrypted] })).toEqual([
      reasoning('short', { extra: { openai: { id: 'rs_1', type: 'reasoning.summary' } } }),
      reasoning('', { redacted: true, signature: { by: 'gemini', value: 'xyz' } }),
    ]);
  });

  it('keeps thoughts apart that a text divides', () => {
    expect(thoughtsIn({ reasoning: 'a' }, { content: 'b' }, { reasoning: 'c' })).toEqual([
      reasoning('a'),
      { type: 'text', text: 'b' },
      reasoning('c'),
    ]);
  });

  it("reads Mistral's content in parts", () => {
    const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] };
    expect(
      thoughtsIn({ content: [thinking] }, { content: [{ type: 'text', text: 'yes' }] }),
    ).toEqual([reasoning('hm'), { type: 'text', text: 'yes' }]);
  });

  it('leaves think tags in the text', () => {
    expect(thoughtsIn({ content: '<think>a</think>b' })).toEqual([
      { type: 'text', text: '<think>a</think>b' },
    ]);
  });
});

describe('everything else in a stream', () => {
  it('reads usage in the finishing chunk, after it, and in chunks without choices', () => {
    const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
    for (const chunks of [
      [chunk({ content: 'a' }), chunk({}, 'stop', { usage })],
      [chunk({ content: 'a' }), chunk({}, 'stop'), { id: 'c1', choices: [], usage }],
      [chunk({ content: 'a' }), chunk({}, 'stop'), chunk({ content: '' }, null, { usage })],
    ]) {
      expect(fold(readChunks(chunks)).usage).toMatchObject({ input: 3, output: 2 });
    }
  });

  it('reads message instead of delta, and null and missing deltas', () => {
    const choices = (message: JsonObject) => [{ index: 0, message, finish_reason: null }];
    const chunks = [
      { id: 'c', choices: choices({ role: 'assistant', content: 'a' }) },
      { id: 'c', choices: choices({ content: 'b' }) },
      { id: 'c', choices: [{ index: 0, delta: null, finish_reason: null }] },
      { id: 'c', choices: [{ index: 0, finish_reason: 'stop' }] },
    ];
    expect(fold(readChunks(chunks)).content).toEqual([{ type: 'text', text: 'ab' }]);
  });

  it('does not read a message that repeats the deltas', () => {
    const last = { index: 0, message: { content: 'ab' }, finish_reason: 'stop' };
    const chunks = [
      chunk({ content: 'a' }),
      chunk({ content: 'b' }),
      { id: 'c1', choices: [last] },
    ];
    expect(fold(readChunks(chunks)).content).toEqual([{ type: 'text', text: 'ab' }]);
  });

  it('passes over a preamble without choices, and keeps what it says', () => {
    const preamble = {
      id: '',
      model: '',
      object: '',
      choices: [],
      prompt_filter_results: [{ x: 1 }],
    };
    const reply = fold(readChunks([preamble, chunk({ content: 'a' }), chunk({}, 'stop')]));
    expect(reply).toMatchObject({ id: 'c1', model: 'm', created: 7 });
    expect(reply.extra).toEqual({ openai: { prompt_filter_results: [{ x: 1 }] } });
  });

  it('names the model that was asked for when the stream names none', () => {
    const chunks = [{ choices: [{ delta: { content: 'a' }, finish_reason: 'stop' }] }];
    expect(fold(readChunks(chunks)).model).toBe('asked/for');
  });

  it('keeps the first of several choices', () => {
    const other = { index: 1, delta: { content: 'B' }, finish_reason: 'stop' };
    const chunks = [chunk({ content: 'a' }), { id: 'c1', choices: [other] }, chunk({}, 'stop')];
    const reply = fold(readChunks(chunks));
    expect(reply.content).toEqual([{ type: 'text', text: 'a' }]);
    expect(reply.warnings.map(({ code }) => code)).toEqual(['choices_dropped']);
  });

  it('reads annotations, images, sound, refusals and log probabilities', () => {
    const annotation = {
      type: 'url_citation',
      url_citation: { url: 'https://a.b/', title: 'A', start_index: 0, end_index: 1 },
    };
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const token = { token: 'a', logprob: -0.5, bytes: [97], top_logprobs: [] };
    const logprobs = { content: [token], refusal: null };
    const first = { index: 0, delta: { content: 'a' }, logprobs, finish_reason: null };
    const chunks = [
      { id: 'c1', choices: [first] },
      chunk({ annotations: [annotation] }),
      chunk({ images: [image] }),
      chunk({ refusal: 'no' }),
      chunk({ audio: { id: 'au', transcript: 'he' } }),
      chunk({ audio: { data: 'AA==', transcript: 'y' } }),
      chunk({ audio: { data: 'AQ==', expires_at: 9 } }),
      chunk({}, 'stop'),
    ];
    const reply = fold(readChunks(chunks));
    expect(reply.content).toEqual([
      {
        type: 'text',
        text: 'a',
        citations: [{ url: 'https://a.b/', title: 'A', start: 0, end: 1 }],
      },
      {
        type: 'media',
        kind: 'image',
        source: { type: 'base64', mediaType: 'image/png', data: 'AAAA' },
      },
      { type: 'refusal', text: 'no' },
      {
        type: 'media',
        kind: 'audio',
        source: { type: 'base64', mediaType: 'audio/wav', data: 'AAE=' },
        extra: { openai: { id: 'au', transcript: 'hey', expires_at: 9 } },
      },
    ]);
    expect(reply.logprobs).toEqual([{ token: 'a', logprob: -0.5, bytes: [97], top: [] }]);
  });

  it('reads what OpenRouter and vLLM say of the end', () => {
    const choice = {
      delta: {},
      finish_reason: 'stop',
      native_finish_reason: 'end_turn',
      stop_reason: '\n',
    };
    const reply = fold(readChunks([chunk({ content: 'a' }), { id: 'c1', choices: [choice] }]));
    expect(reply.finish).toEqual({ reason: 'stop', raw: 'end_turn', stopSequence: '\n' });
  });

  it('takes a proper end without [DONE], with a warning', () => {
    const reply = fold(readChunks([chunk({ content: 'a' }), chunk({}, 'stop')], false));
    expect(reply.warnings.map(({ code }) => code)).toEqual(['unterminated']);
  });

  it('takes [DONE] without a reason, with a warning', () => {
    const reply = fold(readChunks([chunk({ content: 'a' })]));
    expect(reply.finish).toEqual({ reason: 'stop' });
    expect(reply.warnings.map(({ code }) => code)).toEqual(['malformed']);
  });

  it.each([
    ['nothing', []],
    ['an answer cut off', [chunk({ content: 'a' })]],
  ])('refuses %s', (_, chunks) => {
    expect(errorOf(() => readChunks(chunks, false)).kind).toBe('stream');
  });

  it('refuses [DONE] without an answer', () => {
    expect(errorOf(() => readChunks([])).kind).toBe('stream');
  });

  it('quotes a chunk that is not JSON, but not all of it', () => {
    const error = errorOf(() => decode([{ data: `{"id":${'x'.repeat(5000)}` }]));
    expect(error.kind).toBe('stream');
    expect(error.message).toContain('{"id":xxx');
    expect(error.message.length).toBeLessThan(300);
  });

  it.each([
    [
      { error: { message: 'slow down', type: 'rate_limit_error', code: 'rate_limit_exceeded' } },
      'rate_limit',
      429,
    ],
    [{ error: { message: 'gone', code: 503 } }, 'unavailable', 503],
    [
      {
        error: { message: 'bad', type: 'server_error' },
        choices: [{ delta: {}, finish_reason: 'error' }],
      },
      'upstream',
      502,
    ],
    [{ error: 'broken' }, 'upstream', 502],
    [
      { choices: [{ delta: {}, error: { message: 'x', code: 502 }, finish_reason: 'error' }] },
      'upstream',
      502,
    ],
  ])('throws the error of %j', (body, kind, status) => {
    const error = errorOf(() => readChunks([chunk({ content: 'a' }), body]));
    expect(error.kind).toBe(kind);
    expect(error.status).toBe(status);
    expect(error.protocol).toBe('openai');
  });

  it('throws for an event named error', () => {
    const data = JSON.stringify({ message: 'overloaded', type: 'overloaded_error' });
    expect(errorOf(() => decode([{ event: 'error', data }]))).toMatchObject({
      kind: 'unavailable',
      message: 'overloaded',
    });
  });

  it('passes over empty events, unknown events and whatever follows [DONE]', () => {
    const events: ReplyEvent[] = decode([
      { data: '' },
      { event: 'ping', data: '{}' },
      { data: JSON.stringify({ type: 'keepalive' }) },
      { data: JSON.stringify(chunk({ content: 'a' }, 'stop')) },
      { data: '[DONE]' },
      { data: 'garbage' },
    ]);
    expect(fold(events).content).toEqual([{ type: 'text', text: 'a' }]);
  });
});

describe('a whole answer', () => {
  it('is an error when it holds no choices or an error', () => {
    for (const body of [[], {}, { choices: [] }, 'text', null]) {
      expect(errorOf(() => openai.decodeReply(body))).toMatchObject({
        kind: 'upstream',
        status: 502,
      });
    }
    const body = { error: { message: 'no', code: 429 } };
    expect(errorOf(() => openai.decodeReply(body)).kind).toBe('rate_limit');
  });

  it('reads a call in the old form, and several calls without ids', () => {
    const entry = { type: 'function', function: { name: 'f', arguments: '' } };
    const message = { role: 'assistant', content: '', tool_calls: [entry, entry] };
    const choices = [{ index: 0, message, finish_reason: 'stop' }];
    const reply = openai.decodeReply({ id: 'x', choices });
    expect(reply.content).toEqual([
      call('call_ofox_x_0', 'f', '{}'),
      call('call_ofox_x_1', 'f', '{}'),
    ]);
    expect(reply.finish).toEqual({ reason: 'tool_calls', raw: 'stop' });
  });
});

describe('writing a stream', () => {
  it('gives a call without arguments an empty object of them, as callers parse what they get', () => {
    const text = streamOf([
      { type: 'start', id: 'c1', model: 'm' },
      { type: 'tool-call-start', index: 0, id: 'a', name: 'f' },
      { type: 'tool-call-end', index: 0 },
      { type: 'tool-call-start', index: 1, id: 'b', name: 'g' },
      { type: 'tool-call-delta', index: 1, arguments: '{"x":1}' },
      { type: 'tool-call-end', index: 1 },
      { type: 'finish', finish: { reason: 'tool_calls' } },
    ]);
    const pieces = [...text.matchAll(/"arguments":("(?:[^"\\]|\\.)*")/g)].map(([, json]) =>
      JSON.parse(json ?? ''),
    );
    expect(pieces).toEqual(['', '{}', '', '{"x":1}']);
  });
});
