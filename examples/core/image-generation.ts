// Images made from a description, written to files: by a model that draws, and in a conversation.
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OfoxClient } from '@ofoxai/core';

const client = new OfoxClient();
const folder = process.argv[2] ?? tmpdir();

async function save(name: string, base64: string | undefined): Promise<void> {
  const path = join(folder, name);
  const bytes = Buffer.from(base64 ?? '', 'base64');
  await writeFile(path, bytes);
  console.log(`${path}: ${bytes.length} bytes of ${bytes.subarray(1, 4)}`);
}

const { images, response } = await client.images({
  model: 'openai/gpt-image-2',
  prompt: 'A lighthouse at night',
  size: '512x512',
  quality: 'low',
});
await save('lighthouse.png', images[0]?.data);
console.log(`drawn by ${response.servedModel} in ${response.durationMs.toFixed()} ms`);

const reply = await client.chat({
  model: 'google/gemini-3-pro-image-preview',
  modalities: ['text', 'image'],
  messages: [{ role: 'user', content: 'Draw a blue boat, and say what you drew.' }],
});
for (const part of reply.content) {
  if (part.type === 'text') console.log(part.text);
  if (part.type === 'media' && part.source.type === 'base64')
    await save('boat.png', part.source.data);
}
