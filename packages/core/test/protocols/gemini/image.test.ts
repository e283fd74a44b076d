import { describe, expect, it } from 'vitest';
import type { ImageRequest } from '../../../src/image.ts';
import { images } from '../../../src/protocols/gemini/image.ts';
import { caught } from './support.ts';

const request = (fields: Partial<ImageRequest> = {}): ImageRequest => ({
  model: 'google/gemini-3.1-flash-image-preview',
  prompt: 'A cat.',
  ...fields,
});

describe('images', () => {
  it('are asked for in a conversation', () => {
    const { path, body, warnings } = images.encodeRequest(
      request({ n: 1, provider: { routing: 'cost' } }),
    );
    expect(path).toBe('/v1beta/models/google/gemini-3.1-flash-image-preview:generateContent');
    expect(body).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'A cat.' }] }],
      generationConfig: { responseModalities: ['TEXT', 'IMAGE'] },
      provider: { routing: 'cost' },
    });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['1024x1024', { aspectRatio: '1:1' }],
    ['1536x1024', { aspectRatio: '3:2' }],
    ['1024x1792', { aspectRatio: '9:16', imageSize: '2K' }],
    ['4096x2304', { aspectRatio: '16:9', imageSize: '4K' }],
  ])('of %s are told as %j', (size, imageConfig) => {
    const { body, warnings } = images.encodeRequest(request({ size }));
    expect(body.generationConfig).toMatchObject({ imageConfig });
    expect(warnings).toMatchObject([{ code: 'approximated', path: 'size' }]);
  });

  it('keep what only this wire says beside the size', () => {
    const extra = { gemini: { generationConfig: { imageConfig: { more: 1 } } } };
    const { body } = images.encodeRequest(request({ size: '512x512', extra }));
    expect(body.generationConfig).toMatchObject({ imageConfig: { aspectRatio: '1:1', more: 1 } });
  });

  it('are refused in numbers and odd sizes, and reported where something is lost', () => {
    expect(caught(() => images.encodeRequest(request({ n: 2 })))).toMatchObject({
      kind: 'invalid_request',
      param: 'n',
    });
    expect(caught(() => images.encodeRequest(request({ size: 'big' }))).param).toBe('size');
    const { warnings } = images.encodeRequest(
      request({
        size: 'auto',
        quality: 'hd',
        outputFormat: 'webp',
        background: 'opaque',
        user: 'u',
      }),
    );
    expect(warnings.map(({ path }) => path)).toEqual([
      'user',
      'quality',
      'outputFormat',
      'background',
    ]);
  });

  it('come with the answer', () => {
    const inlineData = { mimeType: 'image/png', data: 'AAAA' };
    const body = {
      candidates: [
        { content: { parts: [{ text: 'Here.' }, { inlineData }] }, finishReason: 'STOP' },
      ],
      usageMetadata: { promptTokenCount: 4, candidatesTokenCount: 1290 },
      createTime: '1970-01-01T00:00:09Z',
    };
    expect(images.decodeReply(body, request())).toMatchObject({
      model: 'google/gemini-3.1-flash-image-preview',
      created: 9,
      images: [{ data: 'AAAA', mediaType: 'image/png' }],
      usage: { input: 4, output: 1290 },
    });
  });

  it.each([
    ['IMAGE_SAFETY', 'content_filter'],
    ['STOP', 'upstream'],
  ])('that are missing for %s are an error of kind %s', (finishReason, kind) => {
    const body = { candidates: [{ content: { parts: [] }, finishReason }] };
    const error = caught(() => images.decodeReply(body, request()));
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(finishReason);
  });
});
