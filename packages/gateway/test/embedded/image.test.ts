import { inflateSync } from 'node:zlib';
import type { ImageRequest } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { readImageInfo } from '../../src/embedded/media-size.ts';
import { testProvider } from './ask.ts';

const draw = (request: Partial<ImageRequest> = {}) =>
  testProvider().provider.image(
    { model: 'ofox/image', prompt: 'a fox by the sea', ...request },
    { signal: new AbortController().signal },
  );
const bytes = (data: string | undefined) => Buffer.from(data ?? '', 'base64');

describe('images', () => {
  it.each([
    [undefined, 512, 512],
    ['auto', 512, 512],
    ['1024x1024', 1024, 1024],
    ['1536x1024', 1536, 1024],
    ['16x2048', 16, 2048],
  ])('of size %s are PNGs of just that size', async (size, width, height) => {
    const reply = await draw(size === undefined ? {} : { size });
    const png = bytes(reply.images[0]?.data);
    expect(readImageInfo(png)).toEqual({ format: 'PNG', width, height });
    expect(png.length).toBeLessThan(200_000);
    const start = png.indexOf('IDAT');
    const content = png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4));
    expect(inflateSync(content)).toHaveLength((width * 3 + 1) * height);
    expect(reply).toMatchObject({ model: 'ofox/image', size: `${width}x${height}` });
  });

  it('are as many as wanted, all different, and the same the next time', async () => {
    const reply = await draw({ n: 3, size: '64x64' });
    expect(new Set(reply.images.map((image) => image.data)).size).toBe(3);
    expect(await draw({ n: 3, size: '64x64' })).toEqual(reply);
  });

  it('have no sky when it is to be transparent', async () => {
    const png = bytes((await draw({ background: 'transparent', size: '64x64' })).images[0]?.data);
    expect(png[25]).toBe(6);
  });

  it('cost what the catalogue says', async () => {
    const reply = await draw({ model: 'volcengine/doubao-seedream-5.0-lite', n: 2, size: '64x64' });
    expect(reply.usage).toMatchObject({ output: 8, cost: '0.07' });
    expect((await draw({ model: 'openai/gpt-image-2' })).usage?.cost).toBeUndefined();
  });

  it.each<[string, Partial<ImageRequest>]>([
    ['size', { size: '15x64' }],
    ['size', { size: '64x2049' }],
    ['size', { size: 'huge' }],
    ['n', { n: 11 }],
    ['n', { n: 0 }],
    ['output_format', { outputFormat: 'webp' }],
    ['output_format', { outputFormat: 'jpeg' }],
    ['model', { model: 'openai/gpt-4o' }],
  ])('name %s when it is wrong', async (param, request) => {
    await expect(draw(request)).rejects.toMatchObject({ kind: 'invalid_request', param });
  });
});
