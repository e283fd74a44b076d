import { describe, expect, it } from 'vitest';
import { connect, SDKS } from './sdk.ts';

describe.each(SDKS)('other resources in %s', (_, Sdk) => {
  it('makes embeddings, in base64 by default', async () => {
    const { client } = await connect(Sdk);
    const body = {
      model: 'openai/text-embedding-3-small',
      input: ['a red fox', 'a red foxes den', 'quarterly tax figures'],
      dimensions: 64,
    };
    const reply = await client.embeddings.create(body);
    expect(reply.data.map(({ index }) => index)).toEqual([0, 1, 2]);
    const [fox, den, tax] = reply.data.map(({ embedding }) => [...embedding]);
    expect(fox).toHaveLength(64);
    expect(dot(fox, den)).toBeGreaterThan(dot(fox, tax));
    expect(reply.usage.prompt_tokens).toBeGreaterThan(0);
    const floats = await client.embeddings.create({ ...body, encoding_format: 'float' });
    floats.data[0]?.embedding.forEach((value, index) => {
      expect(value).toBeCloseTo(fox?.[index] ?? Number.NaN, 6);
    });
  });

  it('makes images', async () => {
    const { client } = await connect(Sdk);
    const reply = await client.images.generate({
      model: 'openai/gpt-image-2',
      prompt: 'a fox in the snow',
      size: '1024x1024',
      quality: 'low',
      n: 2,
    });
    expect(reply.data).toHaveLength(2);
    const png = Buffer.from(reply.data?.[0]?.b64_json ?? '', 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1024, 1024]);
  });

  it('lists models', async () => {
    const { client } = await connect(Sdk);
    const ids: string[] = [];
    for await (const model of client.models.list()) ids.push(model.id);
    expect(ids).toContain('openai/gpt-4o');
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('tells of a model whose id has a slash', async () => {
    const { client, records } = await connect(Sdk);
    const model = await client.models.retrieve('openai/gpt-4o');
    expect(model).toMatchObject({ id: 'openai/gpt-4o', object: 'model', owned_by: 'openai' });
    expect(decodeURIComponent(records[0]?.path ?? '')).toBe('/v1/models/openai/gpt-4o');
  });

  it('404 for a model that is not there', async () => {
    const { client } = await connect(Sdk);
    await expect(client.models.retrieve('no/such')).rejects.toBeInstanceOf(Sdk.NotFoundError);
  });
});

function dot(left: number[] = [], right: number[] = []): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}
