// Which of the providers that serve one model is asked: the first, the cheapest, the fastest, or the
// least busy. `npx -y pnpm@12 start` has four of them for this model.
import { type ChatInput, OfoxClient } from '@ofoxai/core';

const client = new OfoxClient();
const question: ChatInput = {
  model: 'openai/gpt-4o',
  messages: [{ role: 'user', content: 'Say hello.' }],
};

for (const routing of ['priority', 'cost', 'latency', 'balanced'] as const) {
  const counts: Record<string, number> = {};
  for (let round = 1; round <= 3; round++) {
    const calls = [1, 2, 3, 4].map(() => client.chat({ ...question, provider: { routing } }));
    for (const { response } of await Promise.all(calls)) {
      const provider = response.provider ?? 'unknown';
      counts[provider] = (counts[provider] ?? 0) + 1;
    }
  }
  const shares = Object.entries(counts).map(([provider, count]) => `${provider} ${count}`);
  console.log(`${routing}: ${shares.join(', ')}`);
}
