import { createGate, error, faulty, images, json, pauseBeforeHeaders } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { OfoxImageTool, type OfoxImageToolFields } from '../src/image-tool.ts';
import { OfoxModelError } from '../src/index.ts';
import { useUpstream } from './support/upstream.ts';

const fake = useUpstream();
const make = (fields: OfoxImageToolFields = {}) =>
  new OfoxImageTool({ model: 'some/painter', ...fake.reach, ...fields });

const call = (args: Record<string, unknown>) => ({
  type: 'tool_call' as const,
  id: 'call_1',
  name: 'generate_image',
  args,
});
const kinds = (content: unknown) => (content as { type: string }[]).map(({ type }) => type);

describe('OfoxImageTool', () => {
  it('tells the model what was made, and gives the program the images', async () => {
    const message = await make().invoke(call({ prompt: 'A fox', n: 2 }));
    expect(kinds(message.content)).toEqual(['text', 'text']);
    expect(message.artifact).toMatchObject({
      model: 'some/painter',
      images: [{ data: expect.any(String) }, { data: expect.any(String) }],
      response: { status: 200 },
    });
    expect(fake.upstream.requests[0]?.json).toMatchObject({ prompt: 'A fox', n: 2 });
  });

  it('shows images to the model up to the size that it may have', async () => {
    const small = 'a'.repeat(8);
    const large = 'a'.repeat(12);
    fake.upstream.script(images([small, large]));
    const paint = make({ showToModel: true, maxImageBytes: 6 });
    const { content, artifact } = await paint.invoke(call({ prompt: 'A fox', n: 2 }));
    expect(kinds(content)).toEqual(['text', 'image', 'text', 'text']);
    expect(JSON.stringify(content)).toContain('larger than 6 bytes');
    expect(JSON.stringify(content)).not.toContain(large);
    expect(artifact.images).toHaveLength(2);
  });

  it('shows images that have an address by it', async () => {
    const data = [{ url: 'https://example.com/fox.png', revised_prompt: 'A red fox' }];
    fake.upstream.script(json({ created: 1, data }));
    const { content } = await make({ showToModel: true }).invoke(call({ prompt: 'A fox' }));
    expect(content).toEqual([
      { type: 'text', text: 'Image 1 of 1 was made, as: A red fox.' },
      { type: 'image', url: 'https://example.com/fox.png' },
    ]);
  });

  it('takes the size of the call over its own', async () => {
    const paint = make({ size: '256x256', quality: 'low' });
    await paint.invoke(call({ prompt: 'A fox' }));
    await paint.invoke(call({ prompt: 'A fox', size: '512x512' }));
    const [own, asked] = fake.upstream.requests.map((request) => request.json);
    expect(own).toMatchObject({ size: '256x256', quality: 'low' });
    expect(asked).toMatchObject({ size: '512x512' });
  });

  it.each([
    ['no prompt', {}],
    ['more images than one request may have', { prompt: 'A fox', n: 11 }],
    ['a size that is none', { prompt: 'A fox', size: 'large' }],
  ])('refuses arguments with %s before it asks', async (_name, args) => {
    await expect(make().invoke(call(args))).rejects.toThrow(/schema/);
    expect(fake.upstream.requests).toHaveLength(0);
  });

  it('throws what went wrong as the models do, after its own retries', async () => {
    fake.upstream.script(error({ status: 503 }), { times: 2 });
    const thrown = await make({ maxRetries: 1 })
      .invoke(call({ prompt: 'A fox' }))
      .catch((e: unknown) => e);
    expect(OfoxModelError.isInstance(thrown)).toBe(true);
    expect(fake.upstream.requests).toHaveLength(2);
  });

  it('is given up with its run', async () => {
    const gate = createGate();
    fake.upstream.script(faulty(images(), pauseBeforeHeaders(gate.opened)));
    const leaving = new AbortController();
    const made = make().invoke(call({ prompt: 'A fox' }), { signal: leaving.signal });
    const request = await fake.upstream.request(1);
    leaving.abort();
    await expect(made).rejects.toThrow();
    expect(await request.closed).toBe('aborted');
    gate.open();
  });
});
