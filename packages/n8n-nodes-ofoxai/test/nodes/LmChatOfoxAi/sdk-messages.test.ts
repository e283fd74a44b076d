import type { Message } from '@n8n/ai-node-sdk';
import { expect, it } from 'vitest';
import { readSdkMessages } from '../../../nodes/LmChatOfoxAi/sdk-messages.ts';

it('reads all roles, and puts the results of one turn together', () => {
  const call = { type: 'tool-call' as const, toolCallId: 'a', toolName: 'f', input: '{"n":1}' };
  const messages: Message[] = [
    { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
    { role: 'user', content: [{ type: 'text', text: 'Go' }] },
    { role: 'assistant', content: [call, { ...call, toolCallId: 'b', input: '' }] },
    { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', result: 'one' }] },
    {
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId: 'b', result: { n: 2 }, isError: true }],
    },
  ];
  expect(readSdkMessages(messages)).toEqual({
    system: [{ type: 'text', text: 'Be brief.' }],
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'Go' }] },
      {
        role: 'assistant',
        content: [
          { type: 'tool-call', id: 'a', name: 'f', arguments: '{"n":1}' },
          { type: 'tool-call', id: 'b', name: 'f', arguments: '{}' },
        ],
      },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', id: 'a', content: [{ type: 'text', text: 'one' }] },
          {
            type: 'tool-result',
            id: 'b',
            content: [{ type: 'text', text: '{"n":2}' }],
            isError: true,
          },
        ],
      },
    ],
  });
});

it('reads files, in the message or at an address, and leaves out what says nothing', () => {
  const messages: Message[] = [
    {
      role: 'user',
      content: [
        { type: 'file', mediaType: 'application/pdf', data: 'AA==' },
        {
          ...{ type: 'file', mediaType: 'image/png', data: '' },
          providerMetadata: { url: 'https://example.com/a.png' },
        },
      ] as Message['content'],
    },
    { role: 'assistant', content: [{ type: 'reasoning', text: 'Hm.' }] },
  ];
  expect(readSdkMessages(messages).messages).toMatchObject([
    {
      role: 'user',
      content: [
        { kind: 'document', source: { type: 'base64', mediaType: 'application/pdf' } },
        { kind: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
      ],
    },
  ]);
});
