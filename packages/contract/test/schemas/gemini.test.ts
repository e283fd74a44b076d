import { describe, expect, it } from 'vitest';
import { greyPng } from '../support/png.ts';
import { connect, events } from '../support/raw.ts';
import { faults, NO_SCHEMAS } from '../support/schemas.ts';
import { CITY_SCHEMA, TWO_CITIES, WEATHER } from '../support/weather.ts';

const MODEL = 'google/gemini-3-flash-preview';
const user = (...parts: object[]) => [{ role: 'user', parts }];
const base = { contents: user({ text: 'What is 17 + 25?' }) };
const tools = [
  { functionDeclarations: [{ name: WEATHER.name, parametersJsonSchema: WEATHER.schema }] },
];
const thinkingConfig = { thinkingBudget: 1024, includeThoughts: true };
const structure = { responseMimeType: 'application/json', responseJsonSchema: CITY_SCHEMA };

const CHATS: [string, string, object][] = [
  ['text', MODEL, base],
  ['tool calls', MODEL, { contents: user({ text: TWO_CITIES }), tools }],
  ['tool calls of OpenAI', 'openai/gpt-4o', { contents: user({ text: TWO_CITIES }), tools }],
  ['a limit', MODEL, { ...base, generationConfig: { maxOutputTokens: 1 } }],
  [
    'log probabilities',
    MODEL,
    { ...base, generationConfig: { responseLogprobs: true, logprobs: 2 } },
  ],
  ['thoughts', MODEL, { ...base, generationConfig: { thinkingConfig } }],
  [
    'thoughts of Claude',
    'anthropic/claude-sonnet-4.5',
    { ...base, generationConfig: { thinkingConfig } },
  ],
  ['withheld thoughts', 'anthropic/claude-sonnet-4.5:redacted', base],
  ['a refusal', `${MODEL}:refuse`, base],
  ['a filter', `${MODEL}:filter`, base],
  ['nothing', `${MODEL}:empty`, base],
  ['a structure', MODEL, { ...base, generationConfig: structure }],
  ['a picture', 'google/gemini-3-pro-image', base],
  [
    'an image seen',
    MODEL,
    { contents: user({ inlineData: { mimeType: 'image/png', data: greyPng(3, 3) } }) },
  ],
];

describe.skipIf(NO_SCHEMAS)(`Google's schemas fit ${NO_SCHEMAS ?? ''}`, () => {
  it.each(CHATS)('an answer with %s', async (_, model, body) => {
    const { post } = await connect();
    const response = await post(`/gemini/v1beta/models/${model}:generateContent`, body);
    expect(response.status).toBe(200);
    expect(faults('google', 'GenerateContentResponse', await response.json())).toEqual([]);
  });

  it.each(CHATS)('each event of a stream with %s', async (_, model, body) => {
    const { post } = await connect();
    const path = `/gemini/v1beta/models/${model}:streamGenerateContent`;
    const sent = await events(await post(`${path}?alt=sse`, body));
    const array = (await (await post(path, body)).json()) as unknown[];
    expect(array).toHaveLength(sent.length);
    for (const chunk of [...sent, ...array]) {
      expect(faults('google', 'GenerateContentResponse', chunk)).toEqual([]);
    }
  });

  it('counts of tokens', async () => {
    const { post } = await connect();
    const answer = await (await post(`/gemini/v1beta/models/${MODEL}:countTokens`, base)).json();
    expect(faults('google', 'CountTokensResponse', answer)).toEqual([]);
  });

  it('embeddings', async () => {
    const { post } = await connect();
    const model = 'openai/text-embedding-3-small';
    const path = `/gemini/v1beta/models/${model}`;
    const content = { parts: [{ text: 'a fox' }] };
    const one = await (await post(`${path}:embedContent`, { content })).json();
    expect(faults('google', 'EmbedContentResponse', one)).toEqual([]);
    const requests = [{ model: `models/${model}`, content }];
    const several = await (await post(`${path}:batchEmbedContents`, { requests })).json();
    expect(faults('google', 'BatchEmbedContentsResponse', several)).toEqual([]);
  });

  it('models', async () => {
    const { get } = await connect();
    const list = await (await get('/gemini/v1beta/models?pageSize=20')).json();
    expect(faults('google', 'ListModelsResponse', list)).toEqual([]);
    const one = await (await get(`/gemini/v1beta/models/${MODEL}`)).json();
    expect(faults('google', 'Model', one)).toEqual([]);
  });
});
