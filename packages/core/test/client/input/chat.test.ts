import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChatInput, readChatInput } from '../../../src/client/input/chat.ts';
import { OfoxError } from '../../../src/error.ts';
import { chatRequest } from '../../arbitraries/request.ts';

const input = (more: object) => ({ model: 'a/b', messages: [], ...more }) as ChatInput;
const user = (...content: unknown[]) => input({ messages: [{ role: 'user', content }] });

function refusal(value: unknown): OfoxError {
  try {
    readChatInput(value as ChatInput, false);
  } catch (error) {
    if (OfoxError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('readChatInput', () => {
  it('fills in what need not be said', () => {
    const messages = [{ role: 'user' as const, content: 'Hi' }];
    expect(readChatInput({ model: 'a/b', messages }, true)).toEqual({
      model: 'a/b',
      system: [],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
      tools: [],
      stop: [],
      stream: true,
    });
  });

  it('takes strings for content everywhere', () => {
    const request = readChatInput(
      {
        model: 'a/b',
        system: 'Be kind.',
        temperature: undefined,
        messages: [
          { role: 'system', content: 'Now.' },
          { role: 'assistant', content: 'Yes.' },
          { role: 'tool', content: [{ type: 'tool-result', id: 'call_1', content: '7' }] },
        ],
      },
      false,
    );
    expect(request.system).toEqual([{ type: 'text', text: 'Be kind.' }]);
    expect(request.messages).toEqual([
      { role: 'system', content: [{ type: 'text', text: 'Now.' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'Yes.' }] },
      {
        role: 'tool',
        content: [{ type: 'tool-result', id: 'call_1', content: [{ type: 'text', text: '7' }] }],
      },
    ]);
  });

  it('takes any request in the neutral form as it is', () => {
    fc.assert(
      fc.property(chatRequest(), (request) => {
        const { stream, ...rest } = request;
        expect(readChatInput(rest, stream)).toEqual(request);
      }),
    );
  });

  it.each<[unknown, string]>([
    [null, 'body'],
    [{ messages: [] }, 'model'],
    [{ model: ' ', messages: [] }, 'model'],
    [{ model: 'a/b' }, 'messages'],
    [{ model: 'a/b', messages: 'Hi' }, 'messages'],
    [input({ stream: true }), 'stream'],
    [input({ max_tokens: 5 }), 'max_tokens'],
    [input({ maxTokens: 0 }), 'maxTokens'],
    [input({ temperature: 'hot' }), 'temperature'],
    [input({ system: 5 }), 'system'],
    [input({ system: [{ type: 'media' }] }), 'system[0].type'],
    [input({ messages: [{ role: 'bot', content: '' }] }), 'messages[0].role'],
    [input({ messages: [{ role: 'user' }] }), 'messages[0].content'],
    [input({ messages: [{ role: 'user', content: '', nme: 'x' }] }), 'messages[0].nme'],
    [input({ messages: [{ role: 'tool', content: '7' }] }), 'messages[0].content'],
    [user({ type: 'image_url' }), 'messages[0].content[0].type'],
    [user({ type: 'tool-call', id: 'x' }), 'messages[0].content[0].type'],
    [user({ type: 'text' }), 'messages[0].content[0].text'],
    [user({ type: 'text', text: 'x', cache: { ttl: '2h' } }), 'messages[0].content[0].cache.ttl'],
    [
      user({ type: 'media', kind: 'image', source: { type: 'url', url: 5 } }),
      'messages[0].content[0].source.url',
    ],
    [
      user({ type: 'media', kind: 'image', source: { type: 'base64', data: 'x' } }),
      'messages[0].content[0].source.mediaType',
    ],
    [
      user({ type: 'text', text: 'x', citations: [{ url: 5 }] }),
      'messages[0].content[0].citations[0].url',
    ],
    [
      user({ type: 'text', text: 'x', extra: { mistral: {} } }),
      'messages[0].content[0].extra.mistral',
    ],
    [input({ tools: [{ type: 'function' }] }), 'tools[0].name'],
    [input({ tools: [{ type: 'native', by: 'mistral', definition: {} }] }), 'tools[0].by'],
    [input({ toolChoice: 'any' }), 'toolChoice'],
    [input({ toolChoice: {} }), 'toolChoice'],
    [input({ toolChoice: { allowed: ['x'] } }), 'toolChoice.mode'],
    [input({ toolChoice: { name: 'x', mode: 'auto' } }), 'toolChoice'],
    [input({ reasoning: { effort: 'huge' } }), 'reasoning.effort'],
    [input({ responseFormat: { type: 'json-schema' } }), 'responseFormat.schema'],
    [input({ responseFormat: { type: 'json', schema: {} } }), 'responseFormat.schema'],
    [input({ metadata: { a: 5 } }), 'metadata.a'],
    [input({ modalities: ['smell'] }), 'modalities[0]'],
    [input({ provider: { routing: 'cheap' } }), 'provider.routing'],
    [input({ modelRouting: { preference: 'x' } }), 'modelRouting.preference'],
  ])('names the field at fault in %j', (value, param) => {
    const error = refusal(value);
    expect(error).toMatchObject({ kind: 'invalid_request', param });
    expect(error.message).toContain(param);
  });
});
