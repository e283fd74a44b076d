import { describe, expect, it } from 'vitest';
import type { ImageRequest } from '../../../src/image.ts';
import { images } from '../../../src/protocols/openai/image.ts';

const request: ImageRequest = { model: 'm', prompt: 'a fox' };

describe('image requests', () => {
  it('reads and writes every parameter', () => {
    const body = {
      model: 'm',
      prompt: 'a fox',
      n: 10,
      size: '1536x1024',
      quality: 'hd',
      output_format: 'webp',
      background: 'transparent',
      user: 'u',
      provider: { routing: 'latency', type: 'azure_foundry' },
      input_images: ['https://a.b/c.png'],
    };
    const read = images.decodeRequest?.({ body });
    expect(read).toEqual({
      model: 'm',
      prompt: 'a fox',
      n: 10,
      size: '1536x1024',
      quality: 'hd',
      outputFormat: 'webp',
      background: 'transparent',
      user: 'u',
      provider: { routing: 'latency', rest: { type: 'azure_foundry' } },
      extra: { openai: { input_images: ['https://a.b/c.png'] } },
    });
    expect(images.encodeRequest(read ?? request).body).toEqual(body);
  });

  it('reads a provider that an SDK left in extra_body', () => {
    const body = { ...request, extra_body: { provider: { type: 'openai' } } } as never;
    expect(images.decodeRequest?.({ body })?.provider).toEqual({ rest: { type: 'openai' } });
  });

  it.each([
    [{ n: 0 }, 'n'],
    [{ n: 11 }, 'n'],
    [{ size: 'huge' }, 'size'],
    [{ quality: 'best' }, 'quality'],
    [{ output_format: 'gif' }, 'output_format'],
    [{ background: 'red' }, 'background'],
    [{ prompt: '' }, 'prompt'],
  ])('refuses %j', (more, param) => {
    expect(() => images.decodeRequest?.({ body: { ...request, ...more } })).toThrow(
      expect.objectContaining({ kind: 'invalid_request', param }),
    );
  });
});

describe('image replies', () => {
  it('reads and writes an answer with all that it says', () => {
    const body = {
      created: 5,
      background: 'opaque',
      output_format: 'png',
      data: [{ b64_json: 'AAAA', revised_prompt: 'b', index: 0 }],
      model: 'm',
      size: '1024x1024',
      quality: 'high',
      usage: {
        input_tokens: 10,
        input_tokens_details: { text_tokens: 9, image_tokens: 1 },
        output_tokens: 20,
        total_tokens: 30,
      },
    };
    const reply = images.decodeReply(body, request);
    expect(reply.images).toEqual([{ data: 'AAAA', mediaType: 'image/png', revisedPrompt: 'b' }]);
    expect(reply.usage).toMatchObject({ input: 10, output: 20 });
    expect(images.encodeReply?.(reply, request)).toEqual(body);
  });

  it('bears an answer without model, and one with addresses', () => {
    const reply = images.decodeReply({ data: [{ url: 'https://a.b/c.png' }] }, request);
    expect(reply).toEqual({ created: 0, images: [{ url: 'https://a.b/c.png' }] });
  });

  it.each([{}, { data: [{}] }, { data: [1] }, [], null])('refuses %j', (body) => {
    expect(() => images.decodeReply(body, request)).toThrow(
      expect.objectContaining({ kind: 'upstream' }),
    );
  });
});
