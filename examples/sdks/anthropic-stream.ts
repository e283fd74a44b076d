// Anthropic's SDK streams a model of OpenAI's, and counts the tokens of the request beforehand.
import Anthropic from '@anthropic-ai/sdk';

const { OFOX_BASE_URL = 'https://api.ofox.ai', OFOX_API_KEY } = process.env;
const client = new Anthropic({ baseURL: `${OFOX_BASE_URL}/anthropic`, apiKey: OFOX_API_KEY });

const request: Anthropic.MessageCountTokensParams = {
  model: 'openai/gpt-4o',
  system: 'Answer in capital letters.',
  messages: [{ role: 'user', content: 'Say hello.' }],
};
const { input_tokens } = await client.messages.countTokens(request);
console.log(`${input_tokens} tokens to be read`);

const stream = client.messages.stream({ ...request, max_tokens: 1024 });
stream.on('text', (text) => void process.stdout.write(text));
const { usage } = await stream.finalMessage();
console.log(`\n${usage.input_tokens} read, ${usage.output_tokens} written`);
