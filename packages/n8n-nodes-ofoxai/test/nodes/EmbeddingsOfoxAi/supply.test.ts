import type { IDataObject, ISupplyDataFunctions } from 'n8n-workflow';
import { expect, it } from 'vitest';
import { EmbeddingsOfoxAi } from '../../../nodes/EmbeddingsOfoxAi/EmbeddingsOfoxAi.node.ts';
import { createHost } from '../../support/host.ts';
import { startGateway } from '../../support/servers.ts';

interface Embeddings {
  embedDocuments(texts: string[]): Promise<number[][]>;
  embedQuery(text: string): Promise<number[]>;
}

async function supply(baseUrl: string, options: IDataObject, model = 'ofox/embed') {
  const host = createHost({ baseUrl, parameters: { model, options } });
  const context = host.context as unknown as ISupplyDataFunctions;
  const { response } = await new EmbeddingsOfoxAi().supplyData.call(context, 0);
  return { ...host, embeddings: response as Embeddings };
}

it('embeds in batches, in order, and logs what it took', async () => {
  const { embeddings, sent, logged } = await supply(await startGateway(), {
    batchSize: 3,
    concurrency: 2,
    dimensions: 32,
  });
  const texts = Array.from({ length: 10 }, (_, index) => `text number ${index}`);
  const vectors = await embeddings.embedDocuments(texts);
  expect(sent).toHaveLength(4);
  expect(vectors.map((vector) => vector.length)).toEqual(texts.map(() => 32));
  expect(await embeddings.embedQuery('text number 7')).toEqual(vectors[7]);
  const [, told] = logged;
  expect(told).toMatchObject({
    type: 'ai_embedding out',
    data: [[{ json: { requests: 4, tokenUsage: { totalTokens: expect.any(Number) } } }]],
  });
});

it('shows a failure in the log and throws it', async () => {
  const { embeddings, logged, sent } = await supply(
    await startGateway(),
    { batchSize: 1, concurrency: 1 },
    'ofox/none-such',
  );
  await expect(embeddings.embedDocuments(['a', 'b'])).rejects.toMatchObject({ httpCode: '404' });
  expect(sent).toHaveLength(1);
  expect(logged.at(-1)?.data).toMatchObject({ httpCode: '404' });
});
