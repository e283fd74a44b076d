// An agent that calls a tool, and streams what its model says.
import { ChatOfox } from '@ofoxai/langchain';
import { createAgent, tool } from 'langchain';
import { z } from 'zod';

const weather = tool(({ city }) => `It is 21 degrees in ${city}.`, {
  name: 'get_weather',
  description: 'Tells the weather in a city.',
  schema: z.object({ city: z.string() }),
});

const agent = createAgent({ model: new ChatOfox('ofox/pro'), tools: [weather] });
const messages = [{ role: 'user' as const, content: 'What is the weather in Paris?' }];

let streamed = '';
for await (const [chunk] of await agent.stream({ messages }, { streamMode: 'messages' })) {
  if (chunk.type === 'ai') streamed += chunk.text;
}
console.log('streamed:', streamed);

const { messages: all } = await agent.invoke({ messages });
console.log('turns:', all.map((message) => message.type).join(', '));
console.log('answer:', all.at(-1)?.text);
