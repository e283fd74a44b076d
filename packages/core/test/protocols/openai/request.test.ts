import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OfoxError } from '../../../src/error.ts';
import type { JsonObject } from '../../../src/json.ts';
import { openai } from '../../../src/protocols/openai/index.ts';
import type { ChatRequest, Message } from '../../../src/request.ts';
import { chatRequest } from '../../arbitraries/request.ts';
import { sayableRequest } from './sayable.ts';

const messages = [{ role: 'user', content: 'hi' }];

function read(body: JsonObject): ChatRequest {
  return openai.decodeRequest({ body: { model: 'm', messages, ...body } });
}

function readMessages(...list: JsonObject[]): Message[] {
  return read({ messages: list }).messages;
}

function errorOf(run: () => unknown): OfoxError {
  try {
    run();
  } catch (error) {
    if (OfoxError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

function request(more: Partial<ChatRequest> = {}): ChatRequest {
  return {
    model: 'openai/gpt-4o',
    system: [],
    messages: [],
    tools: [],
    stop: [],
    stream: false,
    ...more,
  };
}

function written(more: Partial<ChatRequest>, extensions = true) {
  const encoded = openai.encodeRequest(request(more), { extensions });
  return { ...encoded, codes: encoded.warnings.map(({ code, path }) => `${code} ${path}`) };
}

describe('decodeRequest and encodeRequest', () => {
  it('give back what was written', () => {
    fc.assert(
      fc.property(chatRequest(['openai']).map(sayableRequest), (whole) => {
        const { body, warnings } = openai.encodeRequest(whole);
        expect(openai.decodeRequest({ body: JSON.parse(JSON.stringify(body)) })).toEqual(whole);
        expect(warnings.filter(({ code }) => code !== 'moved')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('write any request, or refuse content by its path', () => {
    fc.assert(
      fc.property(chatRequest(), fc.boolean(), (whole, extensions) => {
        try {
          openai.encodeRequest(whole, { extensions });
        } catch (error) {
          expect(error).toMatchObject({
            kind: 'invalid_request',
            param: expect.stringContaining('content['),
          });
        }
      }),
    );
  });
});

describe('settings', () => {
  it('reads every setting', () => {
    const schema = { type: 'object', properties: {} };
    const body = {
      max_tokens: 1,
      max_completion_tokens: 2,
      temperature: 0.5,
      top_p: 0.9,
      top_k: 5,
      seed: 7,
      stop: 'END',
      frequency_penalty: 1,
      presence_penalty: -1,
      logprobs: true,
      top_logprobs: 3,
      n: 1,
      reasoning_effort: 'high',
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'a', description: 'b', schema, strict: true },
      },
      user: 'u',
      metadata: { a: 'b' },
      service_tier: 'flex',
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy', format: 'wav' },
      parallel_tool_calls: false,
      cache_control: { type: 'ephemeral', ttl: '1h' },
      stream: true,
      stream_options: { include_usage: false, include_obfuscation: false },
      prompt_cache_key: 'k',
      provider: { routing: 'cost' },
      model_routing_config: { preference: 'speed' },
    };
    expect(read(body)).toEqual({
      model: 'm',
      system: [],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
      tools: [],
      maxTokens: 2,
      temperature: 0.5,
      topP: 0.9,
      topK: 5,
      seed: 7,
      stop: ['END'],
      frequencyPenalty: 1,
      presencePenalty: -1,
      logprobs: 3,
      reasoning: { effort: 'high' },
      responseFormat: { type: 'json-schema', name: 'a', description: 'b', schema, strict: true },
      user: 'u',
      metadata: { a: 'b' },
      serviceTier: 'flex',
      modalities: ['text', 'audio'],
      parallelToolCalls: false,
      cache: { ttl: '1h' },
      stream: true,
      provider: { routing: 'cost' },
      modelRouting: { preference: 'speed' },
      extra: {
        openai: {
          audio: { voice: 'alloy', format: 'wav' },
          stream_options: { include_usage: false, include_obfuscation: false },
          prompt_cache_key: 'k',
        },
      },
    });
  });

  it.each([
    [{ enabled: true }, { mode: 'enabled' }],
    [{ enabled: false }, { mode: 'disabled' }],
    [
      { effort: 'low', exclude: true },
      { effort: 'low', include: false },
    ],
    [{ max_tokens: 2000 }, { budgetTokens: 2000 }],
    [{ mode: 'adaptive' }, { mode: 'adaptive' }],
  ])('reads reasoning %j', (reasoning, expected) => {
    expect(read({ reasoning }).reasoning).toEqual(expected);
  });

  it.each([
    ['openai/gpt-4o', 'max_tokens'],
    ['anthropic/claude-sonnet-4.5', 'max_tokens'],
    ['olmo-1', 'max_tokens'],
    ['o3-mini', 'max_completion_tokens'],
    ['openai/o1', 'max_completion_tokens'],
    ['openai/gpt-5.2', 'max_completion_tokens'],
    ['gpt-5', 'max_completion_tokens'],
  ])('writes the limit for %s as %s', (model, field) => {
    expect(written({ model, maxTokens: 9 }).body[field]).toBe(9);
  });

  it('always asks for usage in streams, and keeps what else was asked for', () => {
    const extra = { openai: { stream_options: { include_obfuscation: false } } };
    expect(written({ stream: true, extra }).body).toMatchObject({
      stream: true,
      stream_options: { include_obfuscation: false, include_usage: true },
    });
    expect(written({ stream: false, extra }).body).not.toHaveProperty('stream_options');
  });

  it('keeps safety_identifier apart from user, and understands it as one', () => {
    const body = read({ safety_identifier: 'x' });
    expect(body).toMatchObject({ user: 'x', extra: { openai: { safety_identifier: 'x' } } });
    const back = openai.encodeRequest(body).body;
    expect(back).toMatchObject({ safety_identifier: 'x' });
    expect(back).not.toHaveProperty('user');
  });

  it.each([
    [{ model: '' }, 'model'],
    [{ messages: [] }, 'messages'],
    [{ messages: 'hi' }, 'messages'],
    [{ n: 2 }, 'n'],
    [{ temperature: 2.1 }, 'temperature'],
    [{ temperature: '1' }, 'temperature'],
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ max_tokens: 1.5 }, 'max_tokens'],
    [{ stop: 1 }, 'stop'],
    [{ stop: ['a', 1] }, 'stop[1]'],
    [{ top_logprobs: 21, logprobs: true }, 'top_logprobs'],
    [{ top_logprobs: 1 }, 'top_logprobs'],
    [{ metadata: { a: 1 } }, 'metadata.a'],
    [{ modalities: ['smell'] }, 'modalities[0]'],
    [{ reasoning_effort: 'extreme' }, 'reasoning_effort'],
    [{ reasoning: { max_tokens: -1 } }, 'reasoning.max_tokens'],
    [{ response_format: { type: 'xml' } }, 'response_format.type'],
    [{ response_format: { type: 'json_schema' } }, 'response_format.json_schema'],
    [{ tool_choice: 'always' }, 'tool_choice'],
    [{ tool_choice: { type: 'function' } }, 'tool_choice.function'],
    [{ tools: [{ type: 'function', function: {} }] }, 'tools[0].function.name'],
    [
      { tools: [{ type: 'function', function: { name: 'f', parameters: [] } }] },
      'tools[0].function.parameters',
    ],
    [{ cache_control: { type: 'forever' } }, 'cache_control.type'],
    [{ provider: { routing: 'best' } }, 'provider.routing'],
    [{ stream: 'yes' }, 'stream'],
  ])('refuses %j', (body, param) => {
    expect(errorOf(() => read(body))).toMatchObject({
      kind: 'invalid_request',
      status: 400,
      param,
    });
  });

  it.each([
    [{ role: 'robot', content: 'x' }, 'messages[0].role'],
    [{ content: 'x' }, 'messages[0].role'],
    [{ role: 'user' }, 'messages[0].content'],
    [{ role: 'user', content: 5 }, 'messages[0].content'],
    [{ role: 'user', content: [{ text: 'x' }] }, 'messages[0].content[0].type'],
    [
      { role: 'user', content: [{ type: 'image_url', image_url: {} }] },
      'messages[0].content[0].image_url.url',
    ],
    [
      { role: 'user', content: [{ type: 'image_url', image_url: 'x' }] },
      'messages[0].content[0].image_url',
    ],
    [{ role: 'user', content: [{ type: 'file', file: {} }] }, 'messages[0].content[0].file'],
    [
      { role: 'system', content: [{ type: 'image_url', image_url: { url: 'x' } }] },
      'messages[0].content[0].type',
    ],
    [{ role: 'tool', content: 'x' }, 'messages[0].tool_call_id'],
    [
      { role: 'assistant', tool_calls: [{ id: 'a', type: 'function', function: {} }] },
      'messages[0].tool_calls[0].function.name',
    ],
  ])('refuses the message %j', (message, param) => {
    expect(errorOf(() => readMessages(message))).toMatchObject({ kind: 'invalid_request', param });
  });
});

describe('settings for an endpoint without extensions', () => {
  it('leaves out what only this API understands, and says what is lost', () => {
    const { body, codes } = written(
      {
        topK: 3,
        cache: {},
        provider: { routing: 'cost' },
        modelRouting: { preference: 'speed' },
        system: [{ type: 'text', text: 's', cache: {} }],
        tools: [{ type: 'function', name: 'f', cache: { ttl: '1h' } }],
        reasoning: { budgetTokens: 4096, include: true },
      },
      false,
    );
    expect(body).toEqual({
      model: 'openai/gpt-4o',
      messages: [{ role: 'system', content: 's' }],
      tools: [{ type: 'function', function: { name: 'f' } }],
      reasoning_effort: 'medium',
    });
    expect(codes).toEqual([
      'dropped system[0].cache',
      'dropped tools[0].cache',
      'dropped reasoning.include',
      'approximated reasoning.budgetTokens',
      'dropped cache',
      'dropped topK',
    ]);
  });

  it('refuses what the model would answer without having seen', () => {
    const user = (part: object) => [{ role: 'user' as const, content: [part as never] }];
    const video = { type: 'media', kind: 'video', source: { type: 'url', url: 'https://a.b/' } };
    const foreign = {
      type: 'media',
      kind: 'image',
      source: { type: 'file', id: 'f', by: 'gemini' },
    };
    expect(errorOf(() => written({ messages: user(video) }, false)).param).toBe(
      'messages[0].content[0]',
    );
    expect(errorOf(() => written({ messages: user(foreign) })).param).toBe(
      'messages[0].content[0].source',
    );
  });
});

describe('messages', () => {
  it('reads instructions at the head as system, and later ones in their place', () => {
    const read3 = read({
      messages: [
        { role: 'system', content: 'a' },
        { role: 'developer', content: [{ type: 'text', text: 'b' }], name: 'n' },
        { role: 'user', content: 'c' },
        { role: 'developer', content: 'd' },
      ],
    });
    expect(read3.system).toEqual([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b', extra: { openai: { role: 'developer', name: 'n' } } },
    ]);
    expect(read3.messages[1]).toEqual({
      role: 'system',
      content: [{ type: 'text', text: 'd' }],
      extra: { openai: { role: 'developer' } },
    });
    expect(openai.encodeRequest(read3).body.messages).toEqual([
      { role: 'system', content: 'a' },
      { role: 'developer', name: 'n', content: 'b' },
      { role: 'user', content: 'c' },
      { role: 'developer', content: 'd' },
    ]);
  });

  it('reads every kind of content part', () => {
    const [message] = readMessages({
      role: 'user',
      content: [
        { type: 'text', text: 'a', cache_control: { type: 'ephemeral' } },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', detail: 'low' } },
        { type: 'image_url', image_url: { url: 'https://a.b/c.png', detail: 'original' } },
        { type: 'input_audio', input_audio: { data: 'AAAA', format: 'mp3' } },
        {
          type: 'file',
          file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AAAA' },
        },
        { type: 'file', file: { file_id: 'file-1' } },
        { type: 'file', file: { filename: 'a.txt', file_data: 'data:text/plain;base64,aGk=' } },
        { type: 'video_url', video_url: { url: 'https://a.b/c.mp4' } },
        { type: 'later', x: 1 },
      ],
    });
    expect(message?.content).toEqual([
      { type: 'text', text: 'a', cache: {} },
      {
        type: 'media',
        kind: 'image',
        source: { type: 'base64', mediaType: 'image/png', data: 'AAAA' },
        detail: 'low',
      },
      {
        type: 'media',
        kind: 'image',
        source: { type: 'url', url: 'https://a.b/c.png' },
        extra: { openai: { image_url: { detail: 'original' } } },
      },
      {
        type: 'media',
        kind: 'audio',
        source: { type: 'base64', mediaType: 'audio/mpeg', data: 'AAAA' },
      },
      {
        type: 'media',
        kind: 'document',
        source: { type: 'base64', mediaType: 'application/pdf', data: 'AAAA' },
        name: 'a.pdf',
      },
      { type: 'media', kind: 'document', source: { type: 'file', id: 'file-1', by: 'openai' } },
      {
        type: 'media',
        kind: 'document',
        source: { type: 'text', text: 'hi', mediaType: 'text/plain' },
        name: 'a.txt',
      },
      { type: 'media', kind: 'video', source: { type: 'url', url: 'https://a.b/c.mp4' } },
      { type: 'opaque', by: 'openai', value: { type: 'later', x: 1 } },
    ]);
  });

  it('writes parts of which it understood only some back whole', () => {
    const content = [
      {
        type: 'image_url',
        image_url: { url: 'https://a.b/c.png', detail: 'original', x: 1 },
        y: 2,
      },
      { type: 'text', text: 'a', z: { deep: [1] } },
    ];
    const body = { model: 'm', messages: [{ role: 'user', content, name: 'n', w: 1 }] };
    expect(openai.encodeRequest(openai.decodeRequest({ body })).body).toEqual(body);
  });

  it('reads a turn of an agent and writes it back', () => {
    const turn: JsonObject[] = [
      { role: 'user', content: 'weather?' },
      {
        role: 'assistant',
        content: 'Looking.',
        reasoning_content: 'hm',
        reasoning_details: [
          {
            type: 'reasoning.text',
            text: 'hm',
            signature: 'ofox/anthropic/self/sig',
            format: 'anthropic-claude-v1',
            index: 0,
          },
        ],
        tool_calls: [
          {
            id: 'a',
            type: 'function',
            function: { name: 'f', arguments: '{"x": 1}' },
            extra_content: { google: { thought_signature: 'c2ln' } },
          },
          { id: 'b', type: 'function', function: { name: 'g', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'a', content: 'sunny' },
      { role: 'tool', tool_call_id: 'b', content: 'broken', is_error: true },
    ];
    const whole = read({ messages: turn });
    expect(whole.messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'weather?' }] },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'hm', signature: { by: 'anthropic', value: 'sig' } },
          { type: 'text', text: 'Looking.' },
          {
            type: 'tool-call',
            id: 'a',
            name: 'f',
            arguments: '{"x": 1}',
            signature: { by: 'gemini', value: 'c2ln' },
          },
          { type: 'tool-call', id: 'b', name: 'g', arguments: '{}' },
        ],
      },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', id: 'a', name: 'f', content: [{ type: 'text', text: 'sunny' }] },
          {
            type: 'tool-result',
            id: 'b',
            name: 'g',
            content: [{ type: 'text', text: 'broken' }],
            isError: true,
          },
        ],
      },
    ]);
    expect(openai.encodeRequest(whole).body.messages).toEqual(turn);
  });

  it('puts thoughts where their entries say, and text that stands in two places once', () => {
    const entry = (text: string, index: number) => ({ type: 'reasoning.text', text, index });
    const [message] = readMessages({
      role: 'assistant',
      content: 'b',
      reasoning: 'ac',
      reasoning_details: [entry('a', 0), entry('c', 2)],
      tool_calls: [{ id: 'x', type: 'function', function: { name: 'f', arguments: '{}' } }],
    });
    expect(message?.content).toMatchObject([
      { type: 'reasoning', text: 'a' },
      { type: 'text', text: 'b' },
      { type: 'reasoning', text: 'c' },
      { type: 'tool-call' },
    ]);
  });

  it('puts together entries that a caller collected from a stream', () => {
    const text = (more: JsonObject) => ({ type: 'reasoning.text', index: 0, ...more });
    const [message] = readMessages({
      role: 'assistant',
      content: 'x',
      reasoning_details: [text({ text: 'a' }), text({ text: 'b' }), text({ signature: 's' })],
    });
    expect(message?.content[0]).toEqual({
      type: 'reasoning',
      text: 'ab',
      signature: { by: 'openai', value: 's' },
    });
  });

  it('reads an answer of a real reply that is sent back as it came', () => {
    const [message] = readMessages({
      role: 'assistant',
      content: '',
      refusal: null,
      annotations: [],
      audio: null,
      function_call: null,
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '' } }],
    });
    expect(message).toEqual({
      role: 'assistant',
      content: [{ type: 'tool-call', id: 'a', name: 'f', arguments: '{}' }],
    });
  });

  it('reads the old functions as tools', () => {
    const whole = read({
      functions: [{ name: 'f', description: 'd', parameters: { type: 'object' }, x: 1 }],
      function_call: { name: 'f' },
      messages: [
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{"a":1}' } },
        { role: 'function', name: 'f', content: 'done' },
      ],
    });
    expect(whole.toolChoice).toEqual({ name: 'f' });
    const id = 'call_ofox_0_0';
    expect(openai.encodeRequest(whole).body).toMatchObject({
      messages: [
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id, function: { name: 'f', arguments: '{"a":1}' } }],
        },
        { role: 'tool', tool_call_id: id, content: 'done' },
      ],
      tools: [
        {
          type: 'function',
          function: { name: 'f', description: 'd', parameters: { type: 'object' }, x: 1 },
        },
      ],
      tool_choice: { type: 'function', function: { name: 'f' } },
    });
  });

  it('makes ids for calls without one, and finds their results by order', () => {
    const entry = (name: string) => ({ type: 'function', function: { name, arguments: '{}' } });
    const [, results] = readMessages(
      { role: 'assistant', tool_calls: [entry('f'), entry('g')] },
      { role: 'tool', content: '1' },
      { role: 'tool', content: '2' },
    );
    expect(results?.content).toMatchObject([
      { id: 'call_ofox_0_0', name: 'f' },
      { id: 'call_ofox_0_1', name: 'g' },
    ]);
  });
});

describe('tools', () => {
  it('reads and writes native tools and every choice', () => {
    const custom = { type: 'custom', custom: { name: 'sql', format: { type: 'text' } } };
    const plain = { type: 'function', function: { name: 'f', strict: true } };
    for (const tool_choice of [
      'required',
      { type: 'function', function: { name: 'f' } },
      { type: 'custom', custom: { name: 'sql' } },
      {
        type: 'allowed_tools',
        allowed_tools: {
          mode: 'auto',
          tools: [
            { type: 'function', function: { name: 'f' } },
            { type: 'custom', custom: { name: 'sql' } },
          ],
        },
      },
    ]) {
      const body = { model: 'm', messages, tools: [plain, custom], tool_choice };
      expect(openai.encodeRequest(openai.decodeRequest({ body })).body).toEqual(body);
    }
  });

  it('leaves out and reports what only other protocols know', () => {
    const { body, codes } = written({
      tools: [{ type: 'native', by: 'anthropic', definition: { type: 'bash' } }],
      extra: { gemini: { a: 1, b: 2 } },
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'x', extra: { anthropic: { c: 1 } } },
            { type: 'opaque', by: 'gemini', value: {} },
          ],
        },
      ],
    });
    expect(body).toEqual({ model: 'openai/gpt-4o', messages: [{ role: 'user', content: 'x' }] });
    expect(codes).toEqual([
      'foreign_dropped extra.gemini.a',
      'foreign_dropped extra.gemini.b',
      'foreign_dropped messages[0].content[0].extra.anthropic.c',
      'foreign_dropped messages[0].content[1]',
      'foreign_dropped tools[0]',
    ]);
  });
});

describe('tool results', () => {
  const image = {
    type: 'media' as const,
    kind: 'image' as const,
    source: { type: 'base64' as const, mediaType: 'image/png', data: 'AAAA' },
  };
  const call = { type: 'tool-call' as const, id: 'a', name: 'f', arguments: '{}' };
  const conversation: Message[] = [
    { role: 'assistant', content: [call, { ...call, id: 'b' }] },
    {
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          id: 'a',
          name: 'f',
          content: [{ type: 'text', text: 'see' }, image],
        },
        { type: 'tool-result', id: 'b', name: 'f', content: [image] },
      ],
    },
    { role: 'user', content: [{ type: 'text', text: 'and?' }] },
  ];

  it('moves media into a message of the user, and back', () => {
    const { body, codes } = written({ messages: conversation });
    expect(codes).toEqual([
      'moved messages[1].content[0].content[1]',
      'moved messages[1].content[1].content[0]',
    ]);
    const list = body.messages as JsonObject[];
    expect(list.map(({ role }) => role)).toEqual(['assistant', 'tool', 'tool', 'user', 'user']);
    expect(list[1]?.content).toBe('see');
    expect(openai.decodeRequest({ body }).messages).toEqual(conversation);
  });

  it('does not take what a user says for moved media', () => {
    const text = '[Media returned by tool call a]';
    const list = readMessages(
      {
        role: 'assistant',
        tool_calls: [{ id: 'z', type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'z', content: '1' },
      { role: 'user', content: text },
    );
    expect(list).toHaveLength(3);
  });

  it('says in words that a tool failed where there is no field for it', () => {
    const result = {
      type: 'tool-result' as const,
      id: 'a',
      content: [{ type: 'text' as const, text: 'no disk' }],
      isError: true,
    };
    const { body, codes } = written({ messages: [{ role: 'tool', content: [result] }] }, false);
    expect(body.messages).toEqual([{ role: 'tool', tool_call_id: 'a', content: 'Error: no disk' }]);
    expect(codes).toEqual(['approximated messages[0].content[0].isError']);
  });
});

it('writes an empty text where nothing of a message is left, as OpenAI takes no empty list', () => {
  const part = { type: 'opaque' as const, by: 'gemini' as const, value: {} };
  const { body } = written({ messages: [{ role: 'user', content: [part] }] });
  expect(body.messages).toEqual([{ role: 'user', content: '' }]);
});

describe('thoughts for an endpoint without extensions', () => {
  it('sends unsigned text only, and reports the rest', () => {
    const { body, codes } = written(
      {
        model: 'deepseek-reasoner',
        messages: [
          {
            role: 'assistant',
            content: [
              { type: 'reasoning', text: 'a' },
              { type: 'reasoning', text: 'b', signature: { by: 'anthropic', value: 's' } },
              { type: 'text', text: 'c' },
              {
                type: 'tool-call',
                id: 'x',
                name: 'f',
                arguments: '{}',
                signature: { by: 'anthropic', value: 's' },
              },
              {
                type: 'tool-call',
                id: 'y',
                name: 'f',
                arguments: '{}',
                signature: { by: 'gemini', value: 'g' },
              },
            ],
          },
        ],
      },
      false,
    );
    expect(body.messages).toMatchObject([
      {
        content: 'c',
        reasoning_content: 'a',
        tool_calls: [
          { id: 'x' },
          { id: 'y', extra_content: { google: { thought_signature: 'g' } } },
        ],
      },
    ]);
    expect(codes.sort()).toEqual([
      'reasoning_dropped messages[0].content[1]',
      'reasoning_dropped messages[0].content[3].signature',
    ]);
  });

  it("sends OpenAI's own models none, whose endpoint refuses fields that it does not know", () => {
    const signature = { by: 'gemini' as const, value: 'g' };
    const content = [
      { type: 'reasoning' as const, text: 'a' },
      { type: 'text' as const, text: 'b', signature },
      { type: 'tool-call' as const, id: 'y', name: 'f', arguments: '{}', signature },
    ];
    const messages = [{ role: 'assistant' as const, content }];
    for (const model of ['gpt-5', 'openai/gpt-4o', 'o3-mini', 'chatgpt-4o-latest']) {
      const { body, codes } = written({ model, messages }, false);
      expect(body.messages).toEqual([
        {
          role: 'assistant',
          content: 'b',
          tool_calls: [{ id: 'y', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
      ]);
      expect(codes.sort()).toEqual([
        'reasoning_dropped messages[0].content[0]',
        'reasoning_dropped messages[0].content[1].signature',
        'reasoning_dropped messages[0].content[2].signature',
      ]);
    }
  });

  it('says that text between calls was moved before them', () => {
    const call = { type: 'tool-call' as const, id: 'x', name: 'f', arguments: '{}' };
    const content = [call, { type: 'text' as const, text: 'after' }];
    expect(written({ messages: [{ role: 'assistant', content }] }).codes).toEqual([
      'approximated messages[0]',
    ]);
  });
});
