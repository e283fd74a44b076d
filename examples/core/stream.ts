// A streamed answer: thoughts and text as they come, then the whole of it with its usage.
import { OfoxClient, replyText } from '@ofoxai/core';

const client = new OfoxClient(); // reads OFOX_API_KEY and OFOX_BASE_URL
const stream = client.stream({
  model: 'anthropic/claude-sonnet-4.5',
  reasoning: { effort: 'low' },
  messages: [{ role: 'user', content: 'Count from 1 to 5.' }],
});

let last = '';
for await (const event of stream) {
  if (event.type !== 'reasoning' && event.type !== 'text') continue;
  if (event.type !== last) process.stdout.write(`\n${event.type}: `);
  last = event.type;
  process.stdout.write(event.text);
}

const reply = await stream.final();
console.log('\nwhole:', replyText(reply));
console.log(
  `${reply.finish.reason} after ${reply.usage.output} tokens, ${reply.response.cost} USD`,
);
