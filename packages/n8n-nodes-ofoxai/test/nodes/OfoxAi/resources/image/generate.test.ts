import { expect, it } from 'vitest';
import { run } from '../../../../support/action.ts';
import { startGateway } from '../../../../support/servers.ts';

it('makes each image an item with a binary field', async () => {
  const { output } = await run({
    baseUrl: await startGateway(),
    parameters: {
      resource: 'image',
      operation: 'generate',
      model: 'ofox/image',
      prompt: 'A fox',
      n: 2,
      size: '64x64',
      options: { binaryField: 'picture' },
    },
  });
  expect(output).toHaveLength(2);
  expect(output[1]?.binary?.picture).toMatchObject({
    mimeType: 'image/png',
    fileName: 'image-2.png',
  });
  expect(atob(output[0]?.binary?.picture?.data ?? '').slice(1, 4)).toBe('PNG');
});
