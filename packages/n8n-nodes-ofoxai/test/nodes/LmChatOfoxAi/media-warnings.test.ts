import type { ChatResult } from '@ofoxai/core';
import { expect, it } from 'vitest';
import { warnOfMedia } from '../../../nodes/LmChatOfoxAi/media-warnings.ts';

const image = {
  type: 'media',
  kind: 'image',
  source: { type: 'base64', mediaType: 'image/png', data: 'AA==' },
} as const;
const answer = (...content: ChatResult['content']) => ({ content }) as ChatResult;

it('says nothing of an answer in text', () => {
  expect(warnOfMedia(answer({ type: 'text', text: 'Hi' }))).toEqual([]);
  expect(warnOfMedia(answer())).toEqual([]);
});

it('names each image beside text or a call', () => {
  const call = { type: 'tool-call', id: 'a', name: 'f', arguments: '{}' } as const;
  expect(warnOfMedia(answer({ type: 'text', text: 'Look:' }, image, image))).toMatchObject([
    { code: 'dropped', path: 'content[1]', message: expect.stringContaining('an image') },
    { code: 'dropped', path: 'content[2]' },
  ]);
  expect(warnOfMedia(answer(image, call))).toHaveLength(1);
});

it('refuses an answer that would look empty', () => {
  const thought = { type: 'reasoning', text: 'Hm.' } as const;
  const blank = { type: 'text', text: ' \n' } as const;
  expect(() => warnOfMedia(answer(thought, blank, image))).toThrow(
    expect.objectContaining({ kind: 'invalid_request', mayHaveBeenBilled: true }),
  );
});
