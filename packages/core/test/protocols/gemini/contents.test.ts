import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/request.ts';
import { caught, decode, encode } from './support.ts';

const call = (name: string, id?: string) => ({
  functionCall: { ...(id ? { id } : {}), name, args: {} },
});
const result = (name: string, output: string, id?: string) => ({
  functionResponse: { ...(id ? { id } : {}), name, response: { output } },
});

/** Which call each result of the conversation answers. */
function answered(messages: Message[]): [string, string][] {
  return messages.flatMap((message) =>
    message.role === 'tool'
      ? message.content.map((part): [string, string] => {
          const [first] = part.content;
          return [part.id, first?.type === 'text' ? first.text : ''];
        })
      : [],
  );
}

describe('calls and results', () => {
  it('without ids get the same ids whenever the conversation is read', () => {
    const first = [
      { parts: [{ text: 'Go.' }] },
      { role: 'model', parts: [call('a'), call('b'), call('a')] },
      { role: 'user', parts: [result('a', '1'), result('b', '2'), result('a', '3')] },
    ];
    const more = [...first, { role: 'model', parts: [call('a')] }, { parts: [result('a', '4')] }];
    const expected = [
      ['call_ofox_1_0', '1'],
      ['call_ofox_1_1', '2'],
      ['call_ofox_1_2', '3'],
    ];
    expect(answered(decode({ contents: first }).messages)).toEqual(expected);
    expect(answered(decode({ contents: more }).messages)).toEqual([
      ...expected,
      ['call_ofox_3_0', '4'],
    ]);
  });

  it('are matched by id where there is one, in any order', () => {
    const contents = [
      { role: 'model', parts: [call('a', 'x'), call('a', 'y'), call('a')] },
      { parts: [result('a', 'second', 'y'), result('a', 'first', 'x'), result('a', 'third')] },
    ];
    expect(answered(decode({ contents }).messages)).toEqual([
      ['y', 'second'],
      ['x', 'first'],
      ['call_ofox_0_2', 'third'],
    ]);
  });

  it('that come in several contents make one message', () => {
    const contents = [
      { role: 'model', parts: [call('a')] },
      { role: 'model', parts: [call('b')] },
      { role: 'function', parts: [result('b', '2')] },
      { role: 'tool', parts: [result('a', '1'), { text: 'Go on.' }] },
    ];
    const { messages } = decode({ contents });
    expect(messages.map(({ role }) => role)).toEqual(['assistant', 'assistant', 'tool', 'user']);
    expect(answered(messages)).toEqual([
      ['call_ofox_1_0', '2'],
      ['call_ofox_0_0', '1'],
    ]);
    expect(encode({ messages }).body.contents).toEqual([
      { role: 'model', parts: [{ ...call('a'), thoughtSignature: expect.any(String) }] },
      { role: 'model', parts: [{ ...call('b'), thoughtSignature: expect.any(String) }] },
      { role: 'user', parts: [result('b', '2'), result('a', '1'), { text: 'Go on.' }] },
    ]);
  });

  it('with ids of other protocols keep them, and made up ones are not sent', () => {
    const messages: Message[] = [
      {
        role: 'assistant',
        content: [
          { type: 'tool-call', id: 'toolu_1', name: 'f', arguments: '{}' },
          { type: 'tool-call', id: 'call_ofox_0_1', name: 'g', arguments: '{}' },
        ],
      },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', id: 'toolu_1', content: [{ type: 'text', text: 'a' }] },
          { type: 'tool-result', id: 'call_ofox_0_1', content: [{ type: 'text', text: 'b' }] },
        ],
      },
    ];
    const { body } = encode({ messages, model: 'google/gemini-2.5-flash' });
    expect(body.contents).toEqual([
      { role: 'model', parts: [call('f', 'toolu_1'), call('g')] },
      { role: 'user', parts: [result('f', 'a', 'toolu_1'), result('g', 'b')] },
    ]);
  });

  it('that answer nothing are refused, as the wire needs the name', () => {
    const messages: Message[] = [
      { role: 'tool', content: [{ type: 'tool-result', id: 'x', content: [] }] },
    ];
    expect(caught(() => encode({ messages })).param).toBe('messages[0].content[0].id');
  });
});

describe('results', () => {
  const roundTrip = (response: object) => {
    const contents = [
      { role: 'model', parts: [call('f')] },
      { parts: [{ functionResponse: { name: 'f', response: response as never } }] },
    ];
    const { messages } = decode({ contents });
    const written = encode({ messages }).body.contents as {
      parts: { functionResponse: object }[];
    }[];
    const part = messages[1]?.role === 'tool' ? messages[1].content[0] : undefined;
    return { part, written: written[1]?.parts[0]?.functionResponse };
  };

  it.each([
    [{ output: 'plain' }, 'plain', undefined],
    [{ error: 'boom' }, 'boom', true],
    [{ error: { code: 5 } }, '{"code":5}', true],
    [{ temp: 20 }, '{"temp":20}', undefined],
    [{ output: { a: 1 } }, '{"output":{"a":1}}', undefined],
    [{ error: 5 }, '{"error":5}', undefined],
    [{ output: '{"error":"x"}' }, '{"error":"x"}', undefined],
    [{ output: '{"a": 1}' }, '{"a": 1}', undefined],
    [{ output: 'x', error: 'y' }, '{"output":"x","error":"y"}', undefined],
  ])('%j are read and written back', (response, text, isError) => {
    const { part, written } = roundTrip(response);
    expect(part?.content).toEqual([{ type: 'text', text }]);
    expect(part?.isError).toBe(isError);
    expect(written).toEqual({ name: 'f', response });
  });

  it('with images hold them inside for Gemini 3, and before them they stand behind', () => {
    const image = {
      type: 'media',
      kind: 'image',
      source: { type: 'base64', mediaType: 'image/png', data: 'AAAA' },
    } as const;
    const linked = { ...image, source: { type: 'url', url: 'https://x.test/a.png' } } as const;
    const messages: Message[] = [
      {
        role: 'assistant',
        content: [{ type: 'tool-call', id: 'c', name: 'f', arguments: '{}' }],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            id: 'c',
            content: [{ type: 'text', text: 'a' }, { type: 'text', text: 'b' }, image, linked],
          },
        ],
      },
    ];
    const inlineData = { mimeType: 'image/png', data: 'AAAA' };
    const fileData = { fileUri: 'https://x.test/a.png' };
    const response = { id: 'c', name: 'f', response: { output: 'a\nb' } };
    const three = encode({ messages });
    expect((three.body.contents as never[])[1]).toEqual({
      role: 'user',
      parts: [{ functionResponse: { ...response, parts: [{ inlineData }] } }, { fileData }],
    });
    expect(three.warnings).toEqual([
      'moved messages[1].content[0].content[3]',
      'approximated messages[1].content[0].content',
    ]);
    const two = encode({ messages, model: 'google/gemini-2.5-flash' });
    expect((two.body.contents as never[])[1]).toEqual({
      role: 'user',
      parts: [{ functionResponse: response }, { inlineData }, { fileData }],
    });
  });

  it('with images come back with them', () => {
    const contents = [
      { role: 'model', parts: [call('f', 'i')] },
      {
        parts: [
          {
            functionResponse: {
              id: 'i',
              name: 'f',
              response: {},
              parts: [{ inlineData: { mimeType: 'image/png', data: 'A-_A' } }],
              scheduling: 'SILENT',
            },
          },
        ],
      },
    ];
    const { messages } = decode({ contents });
    expect(messages[1]).toMatchObject({
      content: [
        {
          content: [{ type: 'media', kind: 'image', source: { data: 'A+/A' } }],
          extra: { gemini: { functionResponse: { scheduling: 'SILENT' } } },
        },
      ],
    });
  });
});

describe('turns of the model', () => {
  it('send thoughts back only when Gemini signed them', () => {
    const thought = (by?: 'gemini' | 'anthropic') =>
      ({
        type: 'reasoning',
        text: 'Hm.',
        ...(by ? { signature: { by, value: 'sig' } } : {}),
      }) as const;
    const messages: Message[] = [
      { role: 'assistant', content: [thought('gemini'), thought('anthropic'), thought()] },
      { role: 'assistant', content: [thought()] },
      {
        role: 'assistant',
        content: [{ type: 'text', text: 'a', signature: { by: 'anthropic', value: 's' } }],
      },
    ];
    const { body, warnings } = encode({ messages });
    expect(body.contents).toEqual([
      { role: 'model', parts: [{ text: 'Hm.', thought: true, thoughtSignature: 'sig' }] },
      { role: 'model', parts: [{ text: 'a' }] },
    ]);
    expect(warnings).toEqual([
      'reasoning_dropped messages[0].content[1]',
      'reasoning_dropped messages[0].content[2]',
      'reasoning_dropped messages[1].content[0]',
      'dropped messages[1]',
      'reasoning_dropped messages[2].content[0].signature',
    ]);
  });

  it('carry the signatures of calls, text and images back as they came (complaint 17)', () => {
    const contents = [
      {
        role: 'model',
        parts: [
          { text: 'a', thoughtSignature: 'one' },
          { functionCall: { name: 'f', args: {} }, thoughtSignature: 'two' },
          { functionCall: { name: 'g', args: {} } },
          { inlineData: { mimeType: 'image/png', data: 'AAAA' }, thoughtSignature: 'three' },
          { text: '', thoughtSignature: 'four' },
        ],
      },
    ];
    expect(encode({ messages: decode({ contents }).messages }).body.contents).toEqual(contents);
    const bare = [{ role: 'model', parts: [{ thoughtSignature: 'five' }] }];
    expect(decode({ contents: bare }).messages[0]?.content).toEqual([
      { type: 'text', text: '', signature: { by: 'gemini', value: 'five' } },
    ]);
  });

  it('of other models get the word that makes Gemini 3 take their first call', () => {
    const content = ['a', 'b'].map(
      (name) => ({ type: 'tool-call', id: `toolu_${name}`, name, arguments: '{}' }) as const,
    );
    const messages: Message[] = [{ role: 'assistant', content }];
    const { body } = encode({ messages });
    const marked = {
      ...call('a', 'toolu_a'),
      thoughtSignature: 'skip_thought_signature_validator',
    };
    expect(body.contents).toEqual([{ role: 'model', parts: [marked, call('b', 'toolu_b')] }]);
    expect(decode({ contents: body.contents as never }).messages).toEqual(messages);
    const other = encode({ messages, model: 'openai/gpt-4o' }).body.contents;
    expect(JSON.stringify(other)).not.toContain('skip_thought');
  });

  it('put thoughts together that a stream had brought in pieces', () => {
    const contents = [
      {
        role: 'model',
        parts: [
          { text: 'I ', thought: true },
          { text: 'think', thought: true },
          { text: '', thought: true, thoughtSignature: 'sig' },
          { text: 'next', thought: true },
        ],
      },
    ];
    expect(decode({ contents }).messages[0]?.content).toEqual([
      { type: 'reasoning', text: 'I think', signature: { by: 'gemini', value: 'sig' } },
      { type: 'reasoning', text: 'next' },
    ]);
  });

  it('with arguments that are no object send them as text', () => {
    const messages: Message[] = [
      {
        role: 'assistant',
        content: [{ type: 'tool-call', id: 'x', name: 'f', arguments: '{"a":' }],
      },
    ];
    const { body, warnings } = encode({ messages, model: 'google/gemini-2.5-pro' });
    expect(body.contents).toEqual([
      {
        role: 'model',
        parts: [{ functionCall: { id: 'x', name: 'f', args: { malformedArguments: '{"a":' } } }],
      },
    ]);
    expect(warnings).toEqual(['malformed messages[0].content[0].arguments']);
  });

  it('that are empty are left out, and empty words of the user stay', () => {
    const { body } = encode({
      messages: [
        { role: 'user', content: [] },
        { role: 'assistant', content: [] },
        { role: 'user', content: [{ type: 'text', text: '' }] },
      ],
    });
    const empty = { role: 'user', parts: [{ text: '' }] };
    expect(body.contents).toEqual([empty, empty]);
  });

  it('of which nothing is left are refused', () => {
    const error = caught(() => encode({ messages: [{ role: 'assistant', content: [] }] }));
    expect(error).toMatchObject({ kind: 'invalid_request', param: 'messages' });
  });

  it('hold no empty texts, which Google refuses, but for those that carry a signature', () => {
    const nothing = { type: 'text' as const, text: '' };
    const signed = { ...nothing, signature: { by: 'gemini' as const, value: 'c2ln' } };
    const { body } = encode({
      system: [nothing],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Hi' }, nothing] },
        { role: 'assistant', content: [nothing, signed] },
      ],
    });
    expect(body).not.toHaveProperty('systemInstruction');
    expect(body.contents).toEqual([
      { role: 'user', parts: [{ text: 'Hi' }] },
      { role: 'model', parts: [{ text: '', thoughtSignature: 'c2ln' }] },
    ]);
  });
});
