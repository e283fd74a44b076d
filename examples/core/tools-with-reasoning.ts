// A loop of tools with a model that thinks. replyMessage() keeps the thoughts and their signatures,
// without which most providers refuse to go on.
import {
  type FunctionTool,
  type MessageInput,
  OfoxClient,
  replyMessage,
  replyText,
} from '@ofoxai/core';

const client = new OfoxClient();
const weather: FunctionTool = {
  type: 'function',
  name: 'get_weather',
  description: 'Tells the weather in a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const getWeather = ({ city }: { city: string }) => `It is 21 degrees in ${city}.`;

for (const model of ['anthropic/claude-sonnet-4.5', 'google/gemini-3-flash-preview']) {
  const messages: MessageInput[] = [
    { role: 'user', content: 'What is the weather in Paris and Tokyo?' },
  ];
  for (;;) {
    const reply = await client.chat({
      model,
      reasoning: { effort: 'medium', include: true },
      tools: [weather],
      messages,
    });
    messages.push(replyMessage(reply));
    for (const part of reply.content) {
      if (part.type !== 'reasoning') continue;
      console.log(`${model} thinks, signed by ${part.signature?.by}: ${part.text.slice(0, 60)}…`);
    }
    const calls = reply.content.filter((part) => part.type === 'tool-call');
    if (calls.length === 0) {
      console.log(replyText(reply));
      break;
    }
    messages.push({
      role: 'tool',
      content: calls.map(({ id, name, arguments: json }) => ({
        type: 'tool-result',
        id,
        name,
        content: getWeather(JSON.parse(json)),
      })),
    });
  }
}
