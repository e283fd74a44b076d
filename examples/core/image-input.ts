// An image in a question, to models on each of the three protocols. An address would do as well:
// `source: { type: 'url', url: 'https://…' }`.
import { type MediaPart, OfoxClient, replyText } from '@ofoxai/core';

const client = new OfoxClient();
const { images } = await client.images({
  model: 'openai/gpt-image-2',
  prompt: 'A red fox in the snow',
  size: '256x256',
});
const picture: MediaPart = {
  type: 'media',
  kind: 'image',
  source: { type: 'base64', mediaType: 'image/png', data: images[0]?.data ?? '' },
};

for (const model of ['openai/gpt-4o', 'anthropic/claude-sonnet-4.5', 'google/gemini-2.5-pro']) {
  const reply = await client.chat({
    model,
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'What is in this picture?' }, picture] },
    ],
  });
  console.log(`${model}: ${replyText(reply)}`);
}
