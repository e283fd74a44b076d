import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { expect, it } from 'vitest';
import {
  searchAllModels,
  searchChatModels,
  searchEmbeddingModels,
} from '../../shared/model-search.ts';
import { createHost } from '../support/host.ts';
import { startGateway } from '../support/servers.ts';

it('finds models by words, with prices and context, page by page', async () => {
  const host = createHost({ baseUrl: await startGateway() });
  const context = host.context as unknown as ILoadOptionsFunctions;
  const chat = await searchChatModels.call(context, 'sonnet anthropic');
  expect(chat.results.length).toBeGreaterThan(1);
  expect(chat.results[0]?.name).toMatch(
    /^anthropic\/claude-sonnet-4\.5 \(1M context, \$3 in \/ \$15 out\)$/,
  );
  const embeddings = await searchEmbeddingModels.call(context);
  expect(embeddings.results.map(({ value }) => value)).toContain('openai/text-embedding-3-small');
  expect(embeddings.results.map(({ value }) => value)).not.toContain('openai/gpt-4o');
  const first = await searchAllModels.call(context);
  const second = await searchAllModels.call(context, '', String(first.paginationToken));
  expect(first.results).toHaveLength(100);
  expect(second.results.length).toBeGreaterThan(0);
});
