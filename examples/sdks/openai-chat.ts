// OpenAI's SDK asks a model of another maker, and the API's own `provider` field says what to try
// when it fails.
import OpenAI from 'openai';

const { OFOX_BASE_URL = 'https://api.ofox.ai', OFOX_API_KEY } = process.env;
const client = new OpenAI({ baseURL: `${OFOX_BASE_URL}/v1`, apiKey: OFOX_API_KEY });

const provider = { routing: 'latency', fallback: ['google/gemini-3-flash-preview'] };
const reply = await client.chat.completions.create({
  model: 'anthropic/claude-sonnet-4.5',
  messages: [
    { role: 'system', content: 'You are a calculator.' },
    { role: 'user', content: 'What is 12 * 7?' },
  ],
  // The SDK sends what it does not know as it is.
  ...{ provider },
});
console.log(reply.choices[0]?.message.content);
console.log(`answered by ${reply.model}, for ${reply.usage?.total_tokens} tokens`);
