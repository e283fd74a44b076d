// The AI SDK (Vercel) with its three providers pointed at the API: each streams its own maker's
// model through a loop of tools.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

const { OFOX_BASE_URL = 'https://api.ofox.ai', OFOX_API_KEY = '' } = process.env;
const apiKey = OFOX_API_KEY;
const openai = createOpenAI({ apiKey, baseURL: `${OFOX_BASE_URL}/v1` });
const anthropic = createAnthropic({ apiKey, baseURL: `${OFOX_BASE_URL}/anthropic/v1` });
const google = createGoogleGenerativeAI({ apiKey, baseURL: `${OFOX_BASE_URL}/gemini/v1beta` });

const models = [
  openai.chat('openai/gpt-4o'),
  anthropic('anthropic/claude-sonnet-4.5'),
  google('google/gemini-3-flash-preview'),
];
for (const model of models) {
  const { textStream, totalUsage } = streamText({
    model,
    maxOutputTokens: 1000,
    prompt: 'What is the weather in Paris?',
    tools: {
      get_weather: tool({
        description: 'Tells the weather in a city.',
        inputSchema: z.object({ city: z.string() }),
        execute: async ({ city }) => ({ city, degrees: 21 }),
      }),
    },
    stopWhen: stepCountIs(4),
  });
  process.stdout.write(`${model.modelId}: `);
  for await (const text of textStream) process.stdout.write(text);
  console.log(`\n${(await totalUsage).totalTokens} tokens`);
}
