import type { AssistantPart } from '@ofoxai/core';
import { expect, it } from 'vitest';
import { readConversation } from '../../../nodes/LmChatOfoxAi/conversation.ts';
import { openAnswer, sealAnswer } from '../../../nodes/LmChatOfoxAi/envelope.ts';

const message = (type: string, fields: object) => ({ getType: () => type, ...fields });

const content: AssistantPart[] = [
  { type: 'reasoning', text: 'Hm.', signature: { by: 'anthropic', value: 'x' } },
  { type: 'tool-call', id: 'a', name: 'f', arguments: '{"n": 1}' },
  { type: 'tool-call', id: 'b', name: 'f', arguments: '{"n": 2}' },
];

it('puts an answer together again that the agent pulled apart', () => {
  const additional_kwargs = { reasoning_content: sealAnswer('1', content) };
  const { messages } = readConversation([
    message('human', { content: 'Go' }),
    message('ai', {
      content: '',
      additional_kwargs,
      tool_calls: [{ id: 'a', name: 'f', args: {} }],
    }),
    message('tool', { content: 'one', tool_call_id: 'a' }),
    message('ai', {
      content: '',
      additional_kwargs,
      tool_calls: [{ id: 'b', name: 'f', args: {} }],
    }),
    message('tool', { content: 'two', tool_call_id: 'b', status: 'error' }),
    message('human', { content: 'And?' }),
  ]);
  expect(messages).toMatchObject([
    { role: 'user' },
    { role: 'assistant', content },
    { role: 'tool', content: [{ id: 'a' }, { id: 'b', isError: true }] },
    { role: 'user' },
  ]);
});

it('leaves out calls that have no result', () => {
  const additional_kwargs = { reasoning_content: sealAnswer('1', content) };
  const { messages } = readConversation([
    message('ai', { content: '', additional_kwargs }),
    message('tool', { content: 'one', tool_call_id: 'a' }),
  ]);
  expect(messages[0]?.content).toHaveLength(2);
});

it('takes off what the agent adds to arguments, and nothing else', () => {
  const call = (args: object) =>
    message('ai', { content: '', tool_calls: [{ id: 'a', name: 'f', args }] });
  const read = (args: object) => readConversation([call(args)]).messages[0]?.content;
  expect(read({ id: 'a', n: 1 })).toMatchObject([{ arguments: '{"n":1}' }]);
  expect(read({ tool: 'f', id: 'a', n: 1 })).toMatchObject([{ arguments: '{"n":1}' }]);
  expect(read({ id: 'other', tool: 'g' })).toMatchObject([
    { arguments: '{"id":"other","tool":"g"}' },
  ]);
});

it('keeps instructions in the middle where they are', () => {
  const { system, messages } = readConversation([
    message('system', { content: 'First' }),
    message('human', { content: 'Go' }),
    message('system', { content: 'Then' }),
  ]);
  expect(system).toEqual([{ type: 'text', text: 'First' }]);
  expect(messages[1]?.role).toBe('system');
});

it('seals only what would be lost, and opens only its own', () => {
  expect(sealAnswer('1', [{ type: 'text', text: 'Hi' }])).toBeUndefined();
  expect(
    sealAnswer('1', [{ type: 'tool-call', id: 'a', name: 'f', arguments: '{}' }]),
  ).toBeUndefined();
  expect(openAnswer(sealAnswer('1', content))).toEqual(content);
  for (const other of ['thoughts', '{"ofoxai":9}', '{"ofoxai":', undefined, 3]) {
    expect(openAnswer(other)).toBeUndefined();
  }
});
