// OpenAI's SDK runs a loop of tools with a model of Anthropic's: its helper calls your functions,
// and sends their results back until the model has its answer.
import OpenAI from 'openai';

const { OFOX_BASE_URL = 'https://api.ofox.ai', OFOX_API_KEY } = process.env;
const client = new OpenAI({ baseURL: `${OFOX_BASE_URL}/v1`, apiKey: OFOX_API_KEY });

const runner = client.chat.completions.runTools({
  model: 'anthropic/claude-sonnet-4.5',
  messages: [{ role: 'user', content: 'What is the weather in Paris and Tokyo?' }],
  tools: [
    {
      type: 'function',
      function: {
        name: 'get_weather',
        description: 'Tells the weather in a city.',
        parameters: {
          type: 'object',
          properties: { city: { type: 'string' } },
          required: ['city'],
        },
        parse: JSON.parse,
        function: ({ city }: { city: string }) => {
          console.log('called for', city);
          return `It is 21 degrees in ${city}.`;
        },
      },
    },
  ],
});
console.log(await runner.finalContent());
