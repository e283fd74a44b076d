// What a call costs: known beforehand from the catalogue, and afterwards from the answer.
import { inputTokens, OfoxClient, outputTokens } from '@ofoxai/core';

const client = new OfoxClient();
const { models } = await client.models.list();
const priced = models.filter((model) => Number(model.pricing?.prompt) > 0);
priced.sort((a, b) => Number(a.pricing?.prompt) - Number(b.pricing?.prompt));
console.log(`${models.length} models; the cheapest with a price is ${priced[0]?.id}`);

let total = 0;
for (const model of ['openai/gpt-4o', 'anthropic/claude-sonnet-4.5', 'google/gemini-2.5-pro']) {
  const { usage, response } = await client.chat({
    model,
    reasoning: { effort: 'low' },
    messages: [{ role: 'user', content: 'What is 12 * 7?' }],
  });
  total += Number(response.cost);
  console.log(
    `${model}: ${inputTokens(usage)} tokens read, ${outputTokens(usage)} written, ` +
      `${usage.reasoning} of them thoughts: ${response.cost} USD`,
  );
  console.log(`  ${response.rateLimit?.remaining} of ${response.rateLimit?.limit} requests left`);
}
console.log(`all together: ${total.toFixed(6)} USD`);
