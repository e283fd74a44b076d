// A long prompt is written to the cache by the first question, and read from it by the second for a
// fraction of the price. OpenAI's and Google's models cache by themselves, without being told.
import { type ChatInput, inputTokens, OfoxClient, replyMessage } from '@ofoxai/core';

const client = new OfoxClient();
const manual = `Manual of ${Date.now()}. ${'Turn the handle until it clicks. '.repeat(800)}`;

const ways: Record<string, Pick<ChatInput, 'system' | 'cache'>> = {
  'up to a mark': { system: [{ type: 'text', text: manual, cache: { ttl: '1h' } }] },
  'as much as can be': { system: `${manual} `, cache: {} },
};
for (const [way, prompt] of Object.entries(ways)) {
  const messages: ChatInput['messages'] = [];
  const costs: number[] = [];
  for (const content of ['How do I begin?', 'And how do I end?']) {
    messages.push({ role: 'user', content });
    const reply = await client.chat({
      ...prompt,
      model: 'anthropic/claude-sonnet-4.5',
      maxTokens: 100,
      messages,
    });
    messages.push(replyMessage(reply));
    costs.push(Number(reply.response.cost));
    const { cacheRead, cacheWrite, cacheWrite1h } = reply.usage;
    const share = Math.round((cacheRead / inputTokens(reply.usage)) * 100);
    console.log(`${way}: ${cacheWrite + cacheWrite1h} tokens written, ${share} % read`);
  }
  const [first = 0, second = 0] = costs;
  console.log(`${way}: the second was ${Math.round((1 - second / first) * 100)} % cheaper`);
}
