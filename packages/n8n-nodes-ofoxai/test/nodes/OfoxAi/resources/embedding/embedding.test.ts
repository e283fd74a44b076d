import type { IDataObject } from 'n8n-workflow';
import { expect, it } from 'vitest';
import { run } from '../../../../support/action.ts';
import { startGateway } from '../../../../support/servers.ts';

const items = ['a cat on a mat', 'a dog in a fog', 'a kitten on a mat'].map((text) => ({
  json: { text },
}));
const text = ((item: number) => items[item]?.json.text) as unknown as string;
const embed = (more: IDataObject = {}): IDataObject => ({
  resource: 'embedding',
  operation: 'create',
  model: 'ofox/embed',
  text,
  ...more,
});

it('makes one request an item, or fewer', async () => {
  const baseUrl = await startGateway();
  const single = await run({
    baseUrl,
    items,
    parameters: embed({ options: { dimensions: 64 } }),
  });
  const grouped = await run({
    baseUrl,
    items,
    parameters: embed({ options: { dimensions: 64, itemsPerRequest: 2 } }),
  });
  expect([single.sent.length, grouped.sent.length]).toEqual([3, 2]);
  expect(single.data.map(({ dimensions }) => dimensions)).toEqual([64, 64, 64]);
  expect(grouped.data.map(({ embedding }) => embedding)).toEqual(
    single.data.map(({ embedding }) => embedding),
  );
  expect(grouped.data.map(({ usage }) => usage !== undefined)).toEqual([true, false, true]);
  expect(grouped.output.map(({ pairedItem }) => pairedItem)).toEqual([
    { item: 0 },
    { item: 1 },
    { item: 2 },
  ]);
});

it('takes a list of texts', async () => {
  const parameters = embed({ text: ['one', 'two'] as unknown as string });
  const { data } = await run({ baseUrl: await startGateway(), parameters });
  expect(data[0]?.embeddings).toHaveLength(2);
});

it('ranks items by a text, and finds those alike', async () => {
  const baseUrl = await startGateway();
  const byText = embed({
    operation: 'similarity',
    compareWith: 'query',
    query: 'kitten on a mat',
  });
  const ranked = await run({ baseUrl, items, parameters: byText });
  expect(ranked.sent).toHaveLength(1);
  expect(ranked.data.map(({ rank }) => rank)).toEqual([2, 3, 1]);
  const byItems = embed({ operation: 'similarity', compareWith: 'items', options: { top: 1 } });
  const alike = await run({ baseUrl, items, parameters: byItems });
  expect(alike.data[0]?.similar).toMatchObject([{ item: 2, text: 'a kitten on a mat' }]);
});
