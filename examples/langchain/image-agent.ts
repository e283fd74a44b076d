// An agent that makes images, and embeddings to find what it made.
import { OfoxEmbeddings } from '@ofoxai/langchain/embeddings';
import { OfoxImageTool } from '@ofoxai/langchain/image-tool';

const paint = new OfoxImageTool({ model: 'ofox/image', size: '256x256', showToModel: true });
const call = {
  type: 'tool_call' as const,
  id: 'call_1',
  name: paint.name,
  args: { prompt: 'A red fox' },
};
const message = await paint.invoke(call);
console.log('content:', message.content.map((block: { type: string }) => block.type).join(', '));
console.log('artifact:', message.artifact.images.length, 'image by', message.artifact.model);

const embeddings = new OfoxEmbeddings('ofox/embed', { dimensions: 128 });
const [fox, tax] = await embeddings.embedDocuments(['A red fox in the snow', 'Income tax return']);
const query = await embeddings.embedQuery('a fox that is red');
const product = (one: number[], other: number[]) =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
console.log('nearer to the fox:', product(query, fox ?? []) > product(query, tax ?? []));
