// One conversation, three providers. What the first one thought stays in the history: its maker gets
// it back, the others get what they can use, and what could not cross is told.
import { type MessageInput, OfoxClient, replyMessage, replyText } from '@ofoxai/core';

const client = new OfoxClient({ provider: { routing: 'balanced' } });
const models = ['anthropic/claude-sonnet-4.5', 'openai/gpt-5', 'anthropic/claude-sonnet-4.5'];
const questions = ['My name is Ada. What is 12 * 7?', 'What is my name?', 'What did I ask?'];

const messages: MessageInput[] = [];
for (const [turn, model] of models.entries()) {
  messages.push({ role: 'user', content: questions[turn] ?? '' });
  const reply = await client.chat({
    model,
    reasoning: { effort: 'low', include: true },
    messages,
  });
  messages.push(replyMessage(reply));
  console.log(`${reply.response.servedModel} over ${reply.response.protocol}: ${replyText(reply)}`);
  for (const { code, path, message } of reply.warnings)
    console.log(`  ${code} ${path}: ${message}`);
}
