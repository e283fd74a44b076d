import { expect, it } from 'vitest';
import { run } from '../../../../support/action.ts';
import { startGateway } from '../../../../support/servers.ts';

it('lists by price, context and kind, and gets one', async () => {
  const baseUrl = await startGateway();
  const list = await run({
    baseUrl,
    parameters: {
      resource: 'model',
      operation: 'getAll',
      returnAll: true,
      filters: {
        maxInputPrice: 0.2,
        minContext: 100_000,
        inputModalities: ['image'],
        search: 'gpt',
      },
    },
  });
  expect(list.data.length).toBeGreaterThan(0);
  for (const model of list.data) {
    expect(model.inputPrice).toBeLessThanOrEqual(0.2);
    expect(model.contextLength).toBeGreaterThanOrEqual(100_000);
    expect(model.inputModalities).toContain('image');
  }
  const one = await run({
    baseUrl,
    parameters: {
      resource: 'model',
      operation: 'get',
      model: 'openai/gpt-4o-mini',
      simplify: false,
    },
  });
  expect(one.data[0]).toMatchObject({
    id: 'openai/gpt-4o-mini',
    inputPrice: 0.15,
    outputPrice: 0.6,
  });
});
