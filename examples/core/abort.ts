// Three ways to stop: leave the loop, abort by a signal, run out of time. Each closes the connection,
// and the provider stops writing.
import { type ChatInput, OfoxClient, OfoxError, replyText } from '@ofoxai/core';

const client = new OfoxClient({ maxRetries: 0 });
const question: ChatInput = {
  model: 'openai/gpt-4o:pace-20',
  messages: [{ role: 'user', content: 'Count from 1 to 1000.' }],
};

const left = client.stream(question);
for await (const event of left) if (event.type === 'text' && event.text.includes('5')) break;
const partial = left.partial();
if (partial) console.log('left after:', replyText(partial));

const controller = new AbortController();
const aborted = client.stream(question, { signal: controller.signal });
try {
  for await (const event of aborted) if (event.type === 'text') controller.abort();
} catch (error) {
  if (!OfoxError.is(error)) throw error;
  console.log(`by a signal: ${error.kind}, ${error.message}`);
}

try {
  await client.chat(question, { timeouts: { totalMs: 200 } });
} catch (error) {
  if (!OfoxError.is(error)) throw error;
  console.log(`by the clock: ${error.kind}, ${error.message}`);
}
