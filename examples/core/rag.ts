// Retrieval with embeddings: the texts nearest to the question are given to the model.
import { OfoxClient, replyText } from '@ofoxai/core';

const client = new OfoxClient();
const texts = [
  'Foxes sleep in the afternoon and hunt at dusk.',
  'The tax return is due at the end of July.',
  'A lighthouse keeper trims the lamp every four hours.',
];
const question = 'When is the tax return due?';

const { vectors, usage } = await client.embed({
  model: 'openai/text-embedding-3-small',
  input: [...texts, question],
  dimensions: 512,
});
const asked = vectors.pop() ?? [];
// The vectors have length 1, so their product is the cosine of the angle between them.
const similarity = (vector: number[]) =>
  vector.reduce((sum, value, at) => sum + value * (asked[at] ?? 0), 0);
const ranked = texts
  .map((text, at) => ({ text, score: similarity(vectors[at] ?? []) }))
  .sort((a, b) => b.score - a.score);
for (const { text, score } of ranked) console.log(score.toFixed(2), text);

const reply = await client.chat({
  model: 'openai/gpt-4o',
  system: `Answer from this alone: ${ranked[0]?.text}`,
  messages: [{ role: 'user', content: question }],
});
console.log(replyText(reply));
console.log(`${usage.input} tokens embedded`);
