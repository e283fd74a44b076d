import { describe, expect, it } from 'vitest';
import { greyPng } from '../support/png.ts';
import { connect, events } from '../support/raw.ts';
import { faults, NO_SCHEMAS } from '../support/schemas.ts';
import { CITY_SCHEMA, TWO_CITIES, WEATHER } from '../support/weather.ts';

const user = (content: unknown) => [{ role: 'user', content }];
const base = { model: 'openai/gpt-4o', messages: user('What is 17 + 25?') };
const tools = [{ type: 'function', function: { name: WEATHER.name, parameters: WEATHER.schema } }];

const CHATS: [string, object][] = [
  ['text', base],
  ['log probabilities', { ...base, logprobs: true, top_logprobs: 2 }],
  ['tool calls', { ...base, messages: user(TWO_CITIES), tools }],
  ['tool calls of Gemini', { ...base, model: 'google/gemini-3-flash-preview', tools }],
  ['a limit', { ...base, max_tokens: 1 }],
  ['a refusal', { ...base, model: 'openai/gpt-4o:refuse' }],
  ['a filter', { ...base, model: 'openai/gpt-4o:filter' }],
  ['nothing', { ...base, model: 'openai/gpt-4o:empty' }],
  ['thoughts', { ...base, model: 'anthropic/claude-sonnet-4.5', reasoning_effort: 'high' }],
  ['withheld thoughts', { ...base, model: 'anthropic/claude-sonnet-4.5:redacted' }],
  [
    'a structure',
    {
      ...base,
      response_format: { type: 'json_schema', json_schema: { name: 'city', schema: CITY_SCHEMA } },
    },
  ],
  [
    'an image seen',
    {
      ...base,
      messages: user([
        { type: 'image_url', image_url: { url: `data:image/png;base64,${greyPng(3, 3)}` } },
      ]),
    },
  ],
];

describe.skipIf(NO_SCHEMAS)(`OpenAI's schemas fit ${NO_SCHEMAS ?? ''}`, () => {
  it.each(CHATS)('an answer with %s', async (_, body) => {
    const { post } = await connect();
    const response = await post('/v1/chat/completions', body);
    expect(response.status).toBe(200);
    expect(faults('openai', 'CreateChatCompletionResponse', await response.json())).toEqual([]);
  });

  it.each(CHATS)('each chunk of a stream with %s', async (_, body) => {
    const { post } = await connect();
    const streamed = { ...body, stream: true, stream_options: { include_usage: true } };
    const chunks = await events(await post('/v1/chat/completions', streamed));
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks) {
      expect(faults('openai', 'CreateChatCompletionStreamResponse', chunk)).toEqual([]);
    }
  });

  it('embeddings', async () => {
    const { post } = await connect();
    const body = { model: 'openai/text-embedding-3-small', input: ['a', 'b'] };
    const answer = await (await post('/v1/embeddings', body)).json();
    expect(faults('openai', 'CreateEmbeddingResponse', answer)).toEqual([]);
  });

  it('images', async () => {
    const { post } = await connect();
    const body = { model: 'openai/gpt-image-2', prompt: 'a fox', size: '1024x1024' };
    const answer = await (await post('/v1/images/generations', body)).json();
    expect(faults('openai', 'ImagesResponse', answer)).toEqual([]);
  });

  it('models', async () => {
    const { get } = await connect();
    const list = await (await get('/v1/models')).json();
    expect(faults('openai', 'ListModelsResponse', list)).toEqual([]);
    const one = await (await get('/v1/models/openai/gpt-4o')).json();
    expect(faults('openai', 'Model', one)).toEqual([]);
  });

  it('errors', async () => {
    const { post } = await connect();
    for (const model of ['no/such', 'openai/gpt-4o:error-503']) {
      const answer = await (await post('/v1/chat/completions', { ...base, model })).json();
      expect(faults('openai', 'ErrorResponse', answer)).toEqual([]);
    }
  });
});
