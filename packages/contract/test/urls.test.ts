import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { generateText } from 'ai';
import Anthropic0 from 'anthropic0';
import Anthropic1 from 'anthropic1';
import { GoogleGenAI as Genai1 } from 'genai1';
import { GoogleGenAI as Genai3 } from 'genai3';
import OpenAI4 from 'openai4';
import OpenAI7 from 'openai7';
import { expect, it } from 'vitest';
import { rejection } from './support/rejection.ts';
import { KEY, serve } from './support/serve.ts';

globalThis.AI_SDK_LOG_WARNINGS = false;

const apiKey = KEY;
const CLAUDE = 'anthropic/claude-sonnet-4.5';
const GEMINI = 'google/gemini-2.5-flash';
const GPT = 'openai/gpt-4o';
const user = [{ role: 'user' as const, content: 'Hello' }];
const prompt = 'Hello';

type Call = (url: string) => PromiseLike<unknown>;

function genai3(options: ConstructorParameters<typeof Genai3>[0]): (url: string) => Genai3 {
  return (url) => new Genai3({ apiKey, ...options, httpOptions: { baseUrl: `${url}/gemini` } });
}

/** How each client joins its base URL, and what it then asks for. */
const CALLS: [string, string, Call][] = [
  [
    'openai 7 with a slash behind its base',
    '/v1/chat/completions',
    (url) =>
      new OpenAI7({ apiKey, baseURL: `${url}/v1/` }).chat.completions.create({
        model: GPT,
        messages: user,
      }),
  ],
  [
    'openai 7, one model',
    '/v1/models/openai%2Fgpt-4o',
    (url) => new OpenAI7({ apiKey, baseURL: `${url}/v1` }).models.retrieve(GPT),
  ],
  [
    'openai 4, one model',
    '/v1/models/openai/gpt-4o',
    (url) => new OpenAI4({ apiKey, baseURL: `${url}/v1` }).models.retrieve(GPT),
  ],
  [
    'anthropic 1, one model',
    '/anthropic/v1/models/anthropic%2Fclaude-sonnet-4.5',
    (url) => new Anthropic1({ apiKey, baseURL: `${url}/anthropic` }).models.retrieve(CLAUDE),
  ],
  [
    'anthropic 0, beta',
    '/anthropic/v1/messages',
    (url) =>
      new Anthropic0({ apiKey, baseURL: `${url}/anthropic/` }).beta.messages.create({
        model: CLAUDE,
        max_tokens: 9,
        messages: user,
      }),
  ],
  [
    'genai 3',
    `/gemini/v1/models/${GEMINI}:generateContent`,
    (url) => genai3({})(url).models.generateContent({ model: GEMINI, contents: prompt }),
  ],
  [
    'genai 3, v1beta',
    `/gemini/v1beta/models/${GEMINI}:generateContent`,
    (url) =>
      genai3({ apiVersion: 'v1beta' })(url).models.generateContent({
        model: GEMINI,
        contents: prompt,
      }),
  ],
  [
    'genai 3, a model with a colon',
    '/gemini/v1/models/openai/gpt-4o:slow-1:generateContent',
    (url) => genai3({})(url).models.generateContent({ model: `${GPT}:slow-1`, contents: prompt }),
  ],
  [
    'genai 3, a bare name',
    '/gemini/v1/models/gemini-2.5-flash:generateContent',
    (url) =>
      genai3({})(url).models.generateContent({ model: 'gemini-2.5-flash', contents: prompt }),
  ],
  [
    'genai 3, Vertex AI',
    '/gemini/v1beta1/publishers/google/models/gemini-2.5-flash:generateContent',
    (url) =>
      genai3({ vertexai: true })(url).models.generateContent({ model: GEMINI, contents: prompt }),
  ],
  [
    'genai 1',
    `/gemini/v1beta/models/${GEMINI}:generateContent`,
    (url) =>
      new Genai1({ apiKey, httpOptions: { baseUrl: `${url}/gemini` } }).models.generateContent({
        model: GEMINI,
        contents: prompt,
      }),
  ],
  [
    '@ai-sdk/anthropic without the version',
    '/anthropic/messages',
    (url) =>
      generateText({
        model: createAnthropic({ apiKey, baseURL: `${url}/anthropic` })(CLAUDE),
        prompt,
      }),
  ],
  [
    '@ai-sdk/anthropic with a token',
    '/anthropic/v1/messages',
    (url) =>
      generateText({
        model: createAnthropic({ authToken: apiKey, baseURL: `${url}/anthropic/v1` })(CLAUDE),
        prompt,
      }),
  ],
  [
    '@ai-sdk/google',
    `/gemini/v1beta/${GEMINI}:generateContent`,
    (url) =>
      generateText({
        model: createGoogleGenerativeAI({ apiKey, baseURL: `${url}/gemini/v1beta` })(GEMINI),
        prompt,
      }),
  ],
  [
    '@ai-sdk/google, the documented path',
    `/gemini/v1beta/models/${GEMINI}:generateContent`,
    (url) =>
      generateText({
        model: createGoogleGenerativeAI({ apiKey, baseURL: `${url}/gemini/v1beta` })(
          `models/${GEMINI}`,
        ),
        prompt,
      }),
  ],
];

it.each(CALLS)('%s asks for %s', async (_name, path, call) => {
  const { url, records } = await serve();
  await call(url);
  expect(records).toMatchObject([{ path, status: 200 }]);
});

it('the model list is public', async () => {
  const { url } = await serve();
  expect((await fetch(`${url}/v1/models`)).status).toBe(200);
});

it('says what to do instead of the Responses API', async () => {
  const { url } = await serve();
  const model = createOpenAI({ apiKey, baseURL: `${url}/v1` })(GPT);
  const error = await rejection(generateText({ model, prompt, maxRetries: 0 }));
  expect(error).toMatchObject({ statusCode: 404, message: expect.stringContaining('openai.chat') });
});

it('says that a version stands twice in the path', async () => {
  const { url } = await serve();
  const ai = new Genai3({ apiKey, httpOptions: { baseUrl: `${url}/gemini/v1beta` } });
  const error = await rejection(ai.models.generateContent({ model: GEMINI, contents: prompt }));
  expect(error).toMatchObject({ status: 404, message: expect.stringContaining('version twice') });
});
