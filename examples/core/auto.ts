// Smart routing: `model: 'auto'` lets the API choose by how hard the task is, by a preference, and
// among the models that can do it.
import { type ModelRouting, OfoxClient } from '@ofoxai/core';

const client = new OfoxClient();
const tasks = {
  easy: 'Say hello.',
  hard: 'Prove step by step that the algorithm is optimal, and compare its trade-offs: ```a.sort()```',
};
const preferences: ModelRouting['preference'][] = ['cost', 'balanced', 'quality'];

for (const [name, content] of Object.entries(tasks)) {
  for (const preference of preferences) {
    const { response } = await client.chat({
      model: 'auto',
      messages: [{ role: 'user', content }],
      modelRouting: {
        models: ['openai/gpt-4o-mini', 'google/gemini-2.5-pro', 'anthropic/claude-opus-4.6'],
        ...(preference && { preference }),
      },
    });
    console.log(`${name}, ${preference}: ${response.servedModel}`);
  }
}
