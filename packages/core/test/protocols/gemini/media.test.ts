import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import type { MediaPart } from '../../../src/part.ts';
import { caught, decode, encode } from './support.ts';

describe('media', () => {
  it.each<[JsonObject, Partial<MediaPart>]>([
    [
      { inlineData: { mimeType: 'audio/wav', data: 'AAAA' } },
      { kind: 'audio', source: { type: 'base64', mediaType: 'audio/wav', data: 'AAAA' } },
    ],
    [
      { inlineData: { mimeType: 'application/pdf', data: 'AAAA' } },
      { kind: 'document', source: { type: 'base64', mediaType: 'application/pdf', data: 'AAAA' } },
    ],
    [
      { fileData: { mimeType: 'video/mp4', fileUri: 'gs://bucket/film' } },
      { kind: 'video', source: { type: 'url', url: 'gs://bucket/film', mediaType: 'video/mp4' } },
    ],
    [
      { fileData: { fileUri: 'https://www.youtube.com/watch?v=x' } },
      { kind: 'video', source: { type: 'url', url: 'https://www.youtube.com/watch?v=x' } },
    ],
    [
      { fileData: { fileUri: 'https://x.test/a.JPG?size=1' } },
      { kind: 'image', source: { type: 'url', url: 'https://x.test/a.JPG?size=1' } },
    ],
    [
      { fileData: { fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/abc' } },
      {
        kind: 'document',
        source: {
          type: 'file',
          by: 'gemini',
          id: 'https://generativelanguage.googleapis.com/v1beta/files/abc',
        },
      },
    ],
    [
      { fileData: { mimeType: 'image/png', fileUri: 'files/abc' } },
      {
        kind: 'image',
        source: { type: 'file', by: 'gemini', id: 'files/abc', mediaType: 'image/png' },
      },
    ],
  ])('%j is read and written back', (part, media) => {
    const contents = [{ role: 'user', parts: [part] }];
    const { messages } = decode({ contents });
    expect(messages[0]?.content).toEqual([{ type: 'media', ...media }]);
    expect(encode({ messages }).body.contents).toEqual(contents);
  });

  it('of another provider are refused by path, as the model would answer without them', () => {
    const source = { type: 'file', id: 'file-1', by: 'openai' } as const;
    const content = [{ type: 'media', kind: 'document', source } as const];
    const error = caught(() => encode({ messages: [{ role: 'user', content }] }));
    expect(error).toMatchObject({
      kind: 'invalid_request',
      param: 'messages[0].content[0].source',
    });
  });

  it('given as text are sent as a text document', () => {
    const source = { type: 'text', text: 'Grüße' } as const;
    const content = [{ type: 'media', kind: 'document', source } as const];
    expect(encode({ messages: [{ role: 'user', content }] }).body.contents).toEqual([
      { role: 'user', parts: [{ inlineData: { mimeType: 'text/plain', data: 'R3LDvMOfZQ==' } }] },
    ]);
  });
});
