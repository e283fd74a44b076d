import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { gemini } from '../../../src/protocols/gemini/index.ts';
import type { Reply } from '../../../src/reply.ts';
import { NO_USAGE } from '../../../src/usage.ts';
import { caught } from './support.ts';

const answer = (candidate: JsonObject, fields: JsonObject = {}): JsonObject => ({
  candidates: [{ content: { role: 'model', parts: [{ text: 'Hi' }] }, index: 0, ...candidate }],
  modelVersion: 'gemini-3-pro',
  responseId: 'r1',
  ...fields,
});

const parts = (list: JsonObject[], candidate: JsonObject = {}) =>
  gemini.decodeReply(answer({ content: { parts: list }, finishReason: 'STOP', ...candidate }));

const reply = (fields: Partial<Reply> = {}): Reply => ({
  id: 'r1',
  model: 'm',
  content: [{ type: 'text', text: 'Hi' }],
  finish: { reason: 'stop' },
  usage: { ...NO_USAGE },
  warnings: [],
  ...fields,
});

const candidateOf = (one: Reply) => {
  const { candidates } = gemini.encodeReply(one) as { candidates: JsonObject[] };
  return candidates[0] as JsonObject;
};

describe('finish reasons', () => {
  it.each([
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content_filter'],
    ['RECITATION', 'content_filter'],
    ['BLOCKLIST', 'content_filter'],
    ['PROHIBITED_CONTENT', 'content_filter'],
    ['SPII', 'content_filter'],
    ['IMAGE_SAFETY', 'content_filter'],
    ['MALFORMED_FUNCTION_CALL', 'error'],
    ['OTHER', 'error'],
    ['BRAND_NEW', 'stop'],
    ['constructor', 'stop'],
  ])('%s is %s', (raw, reason) => {
    const read = gemini.decodeReply(answer({ finishReason: raw }));
    expect(read.finish).toEqual({ reason, raw });
    const known = !['BRAND_NEW', 'constructor'].includes(raw);
    if (known) expect(candidateOf(read).finishReason).toBe(raw);
  });

  // Complaint 6: STOP is said of calls too, but other reasons stay.
  it.each([
    ['STOP', 'tool_calls'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content_filter'],
  ])('%s behind a call is %s', (raw, reason) => {
    const call = { functionCall: { name: 'f', args: {} } };
    expect(parts([call], { finishReason: raw }).finish).toEqual({ reason, raw });
  });

  it.each([
    ['tool_calls', 'STOP'],
    ['length', 'MAX_TOKENS'],
    ['content_filter', 'SAFETY'],
    ['refusal', 'SAFETY'],
    ['pause', 'STOP'],
    ['error', 'OTHER'],
  ] as const)('%s is written %s, whatever another wire said', (reason, word) => {
    expect(candidateOf(reply({ finish: { reason, raw: 'end_turn' } })).finishReason).toBe(word);
    const never = candidateOf(reply({ finish: { reason, raw: 'CONTINUATION' } }));
    expect(never.finishReason).toBe(word);
  });

  it('say that the model declined where the answer holds a refusal', () => {
    const refused = reply({
      content: [{ type: 'refusal', text: 'No.' }],
      finish: { reason: 'stop', raw: 'stop' },
    });
    expect(candidateOf(refused)).toMatchObject({
      content: { parts: [{ text: 'No.' }] },
      finishReason: 'SAFETY',
      finishMessage: 'The model declined to answer.',
    });
  });

  it('that are missing are told by a warning', () => {
    const read = gemini.decodeReply(answer({}));
    expect(read.finish).toEqual({ reason: 'stop' });
    expect(read.warnings).toMatchObject([{ code: 'unterminated' }]);
  });
});

describe('answers', () => {
  it('to a blocked prompt have a reason and no candidate', () => {
    const body = {
      promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
      usageMetadata: { promptTokenCount: 5, totalTokenCount: 5 },
      modelVersion: 'gemini-3-pro',
    };
    const read = gemini.decodeReply(body);
    expect(read.finish).toEqual({ reason: 'content_filter', raw: 'PROHIBITED_CONTENT' });
    expect(read.content).toEqual([]);
    expect(gemini.encodeReply(read)).toEqual({
      ...body,
      usageMetadata: { ...body.usageMetadata, candidatesTokenCount: 0 },
    });
  });

  it('without a model are by the one that was asked', () => {
    const body = { candidates: [{ content: { parts: [{ text: 'a' }] }, finishReason: 'STOP' }] };
    expect(gemini.decodeReply(body, { model: 'google/x' })).toMatchObject({
      model: 'google/x',
      id: '',
    });
  });

  it('tell the time of creation, and keep it as it was written', () => {
    const body = answer({ finishReason: 'STOP' }, { createTime: '2026-05-04T20:01:02.264968Z' });
    const read = gemini.decodeReply(body);
    expect(read.created).toBe(1_777_924_862);
    expect(gemini.encodeReply(read).createTime).toBe('2026-05-04T20:01:02.264968Z');
    expect(gemini.encodeReply(reply(), { created: 0 }).createTime).toBe('1970-01-01T00:00:00.000Z');
    expect(gemini.encodeReply(reply({ created: 1e30 }))).not.toHaveProperty('createTime');
  });

  it('keep all kinds of parts, in their order', () => {
    const list = [
      { text: 'Hm.', thought: true },
      { executableCode: { language: 'PYTHON', code: '1' } },
      { codeExecutionResult: { outcome: 'OUTCOME_OK' } },
      { text: 'a' },
      { text: 'b', thoughtSignature: 's' },
      { inlineData: { mimeType: 'image/png', data: 'AAAA' }, thoughtSignature: 't' },
      { functionCall: { id: 'x', name: 'f', args: { a: [1] } }, partMetadata: { a: 1 } },
      { text: '', thoughtSignature: 'u' },
    ];
    const read = parts(list);
    expect(read.content.map(({ type }) => type)).toEqual([
      'reasoning',
      'opaque',
      'opaque',
      'text',
      'text',
      'media',
      'tool-call',
      'text',
    ]);
    expect(read.content[6]).toEqual({
      type: 'tool-call',
      id: 'x',
      name: 'f',
      arguments: '{"a":[1]}',
      extra: { gemini: { partMetadata: { a: 1 } } },
    });
    expect(candidateOf(read).content).toEqual({ role: 'model', parts: list });
  });

  it('give calls without an id one that is the same each time', () => {
    const call = { functionCall: { name: 'f', args: {} } };
    const ids = (body: JsonObject) =>
      gemini.decodeReply(body).content.map((part) => part.type === 'tool-call' && part.id);
    const content = { parts: [call, call] };
    const named = answer({ content, finishReason: 'STOP' });
    expect(ids(named)).toEqual(['call_ofox_r1_0', 'call_ofox_r1_1']);
    const { responseId: _, ...nameless } = named;
    expect(ids(nameless)).toEqual(ids(nameless));
    const other = { parts: [{ functionCall: { name: 'g' } }] };
    expect(ids({ candidates: [{ content: other }] })[0]).not.toBe(ids(nameless)[0]);
  });

  it('tell callers every id, also one that was made up', () => {
    const id = 'call_ofox_r1_0';
    const content = [{ type: 'tool-call', id, name: 'f', arguments: '{}' } as const];
    const { content: written } = candidateOf(reply({ content }));
    expect(written).toEqual({
      role: 'model',
      parts: [{ functionCall: { id, name: 'f', args: {} } }],
    });
  });

  it('whose calls have no proper arguments say so, unless they were cut short', () => {
    const content = [{ type: 'tool-call', id: 'x', name: 'f', arguments: '{"a":' } as const];
    const bad = candidateOf(reply({ content, finish: { reason: 'tool_calls' } }));
    expect(bad.finishReason).toBe('MALFORMED_FUNCTION_CALL');
    expect(bad.content).toMatchObject({
      parts: [{ functionCall: { args: { malformedArguments: '{"a":' } } }],
    });
    const cut = candidateOf(reply({ content, finish: { reason: 'length' } }));
    expect(cut.finishReason).toBe('MAX_TOKENS');
  });

  it('of several candidates hold the first, and tell it', () => {
    const first = { content: { parts: [{ text: 'a' }] }, finishReason: 'STOP', index: 0 };
    const read = gemini.decodeReply({ candidates: [{ ...first, index: 1 }, first] });
    expect(read.content).toEqual([{ type: 'text', text: 'a' }]);
    expect(read.warnings).toMatchObject([{ code: 'choices_dropped', path: 'candidates' }]);
  });

  it('keep the fields of candidate and response apart, and write them back', () => {
    const body = answer(
      { finishReason: 'STOP', safetyRatings: [], avgLogprobs: -0.5, brandNew: { a: 1 } },
      { modelStatus: { retired: true }, usageMetadata: { promptTokenCount: 1 } },
    );
    const read = gemini.decodeReply(body);
    expect(read.extra).toEqual({
      gemini: {
        safetyRatings: [],
        avgLogprobs: -0.5,
        brandNew: { a: 1 },
        response: { modelStatus: { retired: true } },
      },
    });
    expect(gemini.encodeReply(read)).toMatchObject(body);
  });

  it('carry thoughts of other providers, signed and withheld, to a caller and back', () => {
    const content: Reply['content'] = [
      { type: 'reasoning', text: 'Hm.', signature: { by: 'anthropic', value: 'aa==' } },
      {
        type: 'reasoning',
        text: '',
        signature: { by: 'anthropic', value: 'bb==' },
        redacted: true,
      },
      { type: 'reasoning', text: '', signature: { by: 'anthropic', value: 'cc==' } },
      {
        type: 'tool-call',
        id: 'x',
        name: 'f',
        arguments: '{}',
        signature: { by: 'openai', value: 'd' },
      },
    ];
    const written = candidateOf(reply({ content })).content as JsonObject;
    const body = { contents: [written, { parts: [{ text: 'Go on.' }] }] };
    const request = gemini.decodeRequest({ body, model: 'anthropic/claude-sonnet-4.5' });
    expect(request.messages[0]?.content).toEqual(content);
  });

  it('that came as a JSON array of chunks are read like others', () => {
    const read = gemini.decodeReply([answer({}), answer({ finishReason: 'STOP' })]);
    expect(read.content).toEqual([{ type: 'text', text: 'HiHi' }]);
  });

  it.each([[null], ['text'], [[]], [{}], [{ usageMetadata: {} }]])('are not %j', (body) => {
    expect(caught(() => gemini.decodeReply(body)).kind).toBe('upstream');
  });

  it('that are errors are thrown', () => {
    const body = { error: { code: 503, message: 'Overloaded.', status: 'UNAVAILABLE' } };
    expect(caught(() => gemini.decodeReply(body))).toMatchObject({
      kind: 'unavailable',
      status: 503,
    });
  });

  it('have log probabilities', () => {
    const candidate = (token: string, logProbability: number) => ({ token, logProbability });
    const logprobsResult = {
      chosenCandidates: [candidate('a', -0.5), candidate('b', 0)],
      topCandidates: [
        { candidates: [candidate('a', -0.5), candidate('c', -2)] },
        { candidates: [] },
      ],
    };
    const read = gemini.decodeReply(answer({ finishReason: 'STOP', logprobsResult }));
    expect(read.logprobs).toEqual([
      {
        token: 'a',
        logprob: -0.5,
        top: [
          { token: 'a', logprob: -0.5 },
          { token: 'c', logprob: -2 },
        ],
      },
      { token: 'b', logprob: 0, top: [] },
    ]);
    expect(candidateOf(read).logprobsResult).toEqual(logprobsResult);
  });
});

describe('usage', () => {
  const usageOf = (usageMetadata: JsonObject) =>
    gemini.decodeReply(answer({ finishReason: 'STOP' }, { usageMetadata })).usage;

  // Complaint 9: what came from the cache is within the prompt, and counted once.
  it('is disjoint, and adds up to the totals again', () => {
    const usageMetadata = {
      promptTokenCount: 100,
      cachedContentTokenCount: 60,
      candidatesTokenCount: 20,
      thoughtsTokenCount: 30,
      toolUsePromptTokenCount: 5,
      totalTokenCount: 155,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: 100 }],
      trafficType: 'ON_DEMAND',
      cost: 0.0125,
    };
    const usage = usageOf(usageMetadata);
    expect(usage).toEqual({
      input: 45,
      cacheRead: 60,
      cacheWrite: 0,
      cacheWrite1h: 0,
      output: 20,
      reasoning: 30,
      cost: '0.0125',
      extra: {
        gemini: {
          toolUsePromptTokenCount: 5,
          promptTokensDetails: [{ modality: 'TEXT', tokenCount: 100 }],
          trafficType: 'ON_DEMAND',
        },
      },
    });
    expect(gemini.encodeReply(reply({ usage })).usageMetadata).toEqual(usageMetadata);
  });

  it('counts what was written to the cache as prompt', () => {
    const usage = {
      ...NO_USAGE,
      input: 1,
      cacheRead: 2,
      cacheWrite: 4,
      cacheWrite1h: 8,
      output: 16,
    };
    expect(gemini.encodeReply(reply({ usage })).usageMetadata).toEqual({
      promptTokenCount: 15,
      cachedContentTokenCount: 2,
      candidatesTokenCount: 16,
      totalTokenCount: 31,
    });
  });

  it.each([
    ['0.5', '0.5'],
    [1e-7, '0.0000001'],
    ['1e-7', '0.0000001'],
    [0, '0'],
    [-1, undefined],
    ['much', undefined],
    [true, undefined],
  ])('tells the cost %j as %j', (cost, read) => {
    expect(usageOf({ promptTokenCount: 1, cost }).cost).toBe(read);
  });

  it('passes over counts that are none', () => {
    expect(
      usageOf({ promptTokenCount: -1, candidatesTokenCount: 'x', thoughtsTokenCount: 1.5 }),
    ).toEqual(NO_USAGE);
  });
});
