import { expect, it } from 'vitest';
import { readContent } from '../../../nodes/LmChatOfoxAi/content-parts.ts';

const png = {
  type: 'media',
  kind: 'image',
  source: { type: 'base64', mediaType: 'image/png', data: 'AA==' },
};

it.each([
  { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
  { type: 'image_url', image_url: 'data:image/png;base64,AA==' },
  { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } },
  { type: 'image', source_type: 'base64', mime_type: 'image/png', data: 'AA==' },
  { type: 'image', mimeType: 'image/png', data: 'AA==' },
  { type: 'media', mimeType: 'image/png', data: 'AA==' },
  { type: 'file', mimeType: 'image/png', data: 'AA==' },
])('reads an image as %j', (block) => {
  expect(readContent([block])).toEqual([png]);
});

it('reads PDFs, sounds and addresses', () => {
  expect(
    readContent([
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA==' } },
      { type: 'document', title: 'b', source: { media_type: 'application/pdf', data: 'AA==' } },
      { type: 'input_audio', input_audio: { format: 'wav', data: 'AA==' } },
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
    ]),
  ).toMatchObject([
    { kind: 'document', name: 'a.pdf', source: { mediaType: 'application/pdf' } },
    { kind: 'document', name: 'b' },
    { kind: 'audio', source: { mediaType: 'audio/wav' } },
    { kind: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
  ]);
});

it('reads texts, and leaves out what the answer tells elsewhere', () => {
  expect(readContent(['a', { type: 'text', text: 'b' }, { type: 'tool_use', id: '1' }])).toEqual([
    { type: 'text', text: 'a' },
    { type: 'text', text: 'b' },
  ]);
  expect(readContent('')).toEqual([]);
});
