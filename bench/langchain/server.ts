// The provider of the benchmark, in a process of its own so that its cost is nobody's.
import { createServer } from 'node:http';
import { startStaticUpstream } from '@ofoxai/fake-upstream';

const TEXTS = 500;
const DIMENSIONS = 1536;

function embeddingAnswer(encode: (vector: Float32Array) => unknown): string {
  const data = Array.from({ length: TEXTS }, (_, index) => {
    const vector = Float32Array.from({ length: DIMENSIONS }, (_, at) => Math.sin(index + at));
    return { object: 'embedding', index, embedding: encode(vector) };
  });
  const usage = { prompt_tokens: TEXTS, total_tokens: TEXTS };
  return JSON.stringify({ object: 'list', data, model: 'openai/text-embedding-3-small', usage });
}

const floats = embeddingAnswer((vector) => [...vector]);
const base64 = embeddingAnswer((vector) => Buffer.from(vector.buffer).toString('base64'));

const embeddings = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (piece: string) => {
    body += piece;
  });
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.parse(body).encoding_format === 'base64' ? base64 : floats);
  });
});

const chat = await startStaticUpstream({ chunks: 2000 });
embeddings.listen(0, '127.0.0.1', () => {
  const address = embeddings.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.send?.({ chat: chat.url, embeddings: `http://127.0.0.1:${port}` });
});
process.on('disconnect', () => process.exit());
