// A model that fails is replaced by the next of the list, before anything of the answer is out.
import { OfoxClient } from '@ofoxai/core';

const messages = [{ role: 'user' as const, content: 'Say hello.' }];
const provider = { fallback: ['openai/gpt-4o:error-500', 'google/gemini-3-flash-preview'] };
// ":error-503" makes the offline models of a local gateway fail on purpose.
const model = 'anthropic/claude-sonnet-4.5:error-503';

const client = new OfoxClient({ provider });
const { response } = await client.chat({ model, messages });
console.log('the API tried:');
for (const { model, kind, status } of response.attempts) {
  console.log(`  ${model}: ${kind ? `${kind} (${status})` : 'answered'}`);
}

// Not every deployment has fallback. With clientFallback the client goes through the list itself,
// and each model is asked in its own protocol.
const alone = new OfoxClient({ provider, clientFallback: true, maxRetries: 0 });
const stream = alone.stream({ model, messages });
const reply = await stream.final();
console.log(`the client tried ${reply.response.attempts.length} models`);
console.log(`${reply.response.servedModel} answered over ${reply.response.protocol}`);
