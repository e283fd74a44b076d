import { describe, expect, test } from 'vitest';
import { OfoxError } from '../../../src/error.ts';
import type { JsonObject } from '../../../src/json.ts';
import { anthropic } from '../../../src/protocols/anthropic/index.ts';
import type { ChatRequest, Message } from '../../../src/request.ts';
import { fixture, fixtures } from './fixtures.ts';

const REQUEST: ChatRequest = {
  model: 'anthropic/claude-sonnet-4.5',
  system: [],
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
  tools: [],
  stop: [],
  stream: false,
};

const TOOL = { type: 'function', name: 'f', parameters: { type: 'object' } } as const;

function encode(changes: Partial<ChatRequest>, extensions = true) {
  return anthropic.encodeRequest({ ...REQUEST, ...changes }, { extensions });
}

/** `code path` of each warning. */
function told(changes: Partial<ChatRequest>): string[] {
  return encode(changes).warnings.map(({ code, path }) => `${code} ${path}`);
}

function paramOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (OfoxError.is(error) && error.kind === 'invalid_request') return error.param;
    throw error;
  }
  return 'nothing was thrown';
}

function decode(changes: JsonObject): ChatRequest {
  const body = {
    model: 'm',
    max_tokens: 1,
    messages: [{ role: 'user', content: 'Hi' }],
    ...changes,
  };
  return anthropic.decodeRequest({ body });
}

test.each(fixtures('requests'))('$name is written as it was read', ({ body }) => {
  const request = anthropic.decodeRequest({ body });
  const { tool_choice: choice } = body as { tool_choice?: JsonObject };
  const encoded = anthropic.encodeRequest(request);
  expect(encoded.body).toEqual(choice ? { ...body, tool_choice: choice } : body);
  expect(encoded.warnings).toEqual([]);
  expect(encoded.path).toBe('/v1/messages');
});

describe('decodeRequest', () => {
  test('gives tool results a turn of their own, with the names of their calls', () => {
    const { messages, tools, toolChoice, parallelToolCalls } = anthropic.decodeRequest({
      body: fixture('requests/tools.json'),
    });
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'user']);
    expect(messages[2]?.content).toMatchObject([
      { type: 'tool-result', id: 'toolu_1', name: 'weather' },
      {
        id: 'toolu_2',
        isError: true,
        content: [{ type: 'text' }, { type: 'media', kind: 'image' }],
      },
    ]);
    expect(tools[1]).toMatchObject({ type: 'native', by: 'anthropic' });
    expect([toolChoice, parallelToolCalls]).toEqual(['required', false]);
  });

  test('reads settings, cache markers and the extension', () => {
    expect(anthropic.decodeRequest({ body: fixture('requests/cached.json') })).toMatchObject({
      maxTokens: 1024,
      temperature: 0.3,
      topK: 40,
      stop: ['END'],
      user: 'user-7',
      serviceTier: 'auto',
      stream: true,
      system: [{ text: 'You know the handbook.' }, { cache: { ttl: '1h' } }],
      tools: [{ name: 'look_up', cache: {} }],
      messages: [{ content: [{ cache: {} }] }],
    });
    expect(
      anthropic.decodeRequest({ body: fixture('requests/system-messages.json') }),
    ).toMatchObject({
      provider: { routing: 'cost', fallback: ['openai/gpt-4o'] },
      messages: [{ role: 'user' }, { role: 'assistant' }, { role: 'system' }, { role: 'user' }],
    });
  });

  test('reads thinking, effort and the schema of the answer, also by its older name', () => {
    expect(anthropic.decodeRequest({ body: fixture('requests/thinking.json') })).toMatchObject({
      reasoning: { mode: 'adaptive', include: true, effort: 'high' },
      responseFormat: { type: 'json-schema', schema: { type: 'object' } },
    });
    const schema = { type: 'object' };
    expect(decode({ output_format: { type: 'json_schema', schema } }).responseFormat).toEqual({
      type: 'json-schema',
      schema,
    });
    expect(decode({ thinking: { type: 'enabled' } }).reasoning).toEqual({ mode: 'enabled' });
    expect(decode({ thinking: { type: 'between_tools' } }).reasoning?.mode).toBe('between-tools');
  });

  test('takes the huge max_tokens that the AI SDK sends for models that it does not know', () => {
    expect(decode({ max_tokens: 128_000 }).maxTokens).toBe(128_000);
  });

  test('takes null for absent and an empty string for no content', () => {
    const request = decode({
      system: '',
      temperature: null,
      messages: [{ role: 'user', content: '' }],
    });
    expect(request).toMatchObject({ system: [], messages: [{ role: 'user', content: [] }] });
    expect('temperature' in request).toBe(false);
  });

  test('puts a signature that came in a block of its own on the part that follows', () => {
    const content = [
      { type: 'thinking', thinking: '', signature: 'ofox/gemini/next/R0VN' },
      { type: 'tool_use', id: 'call_1', name: 'f', input: {} },
      { type: 'thinking', thinking: '', signature: 'ofox/gemini/next/RU5E' },
    ];
    const [turn] = decode({ messages: [{ role: 'assistant', content }] }).messages;
    expect(turn?.content).toEqual([
      {
        type: 'tool-call',
        id: 'call_1',
        name: 'f',
        arguments: '{}',
        signature: { by: 'gemini', value: 'R0VN' },
      },
      { type: 'reasoning', text: '', signature: { by: 'gemini', value: 'RU5E' } },
    ]);
  });

  test.each<[string, JsonObject]>([
    ['model', { model: '' }],
    ['max_tokens', { max_tokens: null }],
    ['max_tokens', { max_tokens: '5' }],
    ['messages', { messages: [] }],
    ['messages[0].role', { messages: [{ role: 'tool', content: '' }] }],
    ['messages[0].content', { messages: [{ role: 'user' }] }],
    ['messages[0].content[0].text', { messages: [{ role: 'user', content: [{ type: 'text' }] }] }],
    [
      'messages[0].content[0].source',
      { messages: [{ role: 'user', content: [{ type: 'image' }] }] },
    ],
    ['temperature', { temperature: 1.5 }],
    ['top_p', { top_p: -1 }],
    ['stop_sequences[1]', { stop_sequences: ['a', 1] }],
    ['tools[0].input_schema', { tools: [{ name: 'f' }] }],
    ['tool_choice.type', { tool_choice: { type: 'required' } }],
    ['tool_choice.name', { tool_choice: { type: 'tool' } }],
    ['thinking.type', { thinking: { type: 'much' } }],
    ['output_config.effort', { output_config: { effort: 'minimal' } }],
    [
      'system[0].cache_control.ttl',
      {
        system: [{ type: 'text', text: 'a', cache_control: { type: 'ephemeral', ttl: '2h' } }],
      },
    ],
    ['provider.routing', { provider: { routing: 'fast' } }],
  ])('names %s as the field at fault', (param, changes) => {
    expect(paramOf(() => decode(changes))).toBe(param);
  });
});

describe('encodeRequest', () => {
  test('asks for the version that knows system messages only when there are some', () => {
    const system: Message = { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] };
    expect(encode({}).headers).toEqual({ 'anthropic-version': '2023-06-01' });
    const { headers, body } = encode({ messages: [...REQUEST.messages, system] });
    expect(headers).toEqual({ 'anthropic-version': '2026-10-21' });
    expect(body.messages).toEqual([
      { role: 'user', content: 'Hello' },
      { role: 'system', content: 'Be brief.' },
    ]);
  });

  test.each([
    ['anthropic/claude-sonnet-4.5', 32_000],
    ['claude-3-5-haiku-20241022', 8192],
    ['claude-3-opus-20240229', 4096],
    ['anthropic/claude-opus-5', 64_000],
    ['moonshotai/kimi-k3', 8192],
  ])('fills in max_tokens for %s', (model, maxTokens) => {
    expect(encode({ model }).body.max_tokens).toBe(maxTokens);
  });

  test('joins tool results and what the user says after them, results first', () => {
    const result = (id: string) => ({ type: 'tool-result' as const, id, content: [] });
    const { body } = encode({
      messages: [
        { role: 'tool', content: [result('a')] },
        { role: 'tool', content: [result('b')] },
        { role: 'user', content: [{ type: 'text', text: 'Well?' }] },
        { role: 'user', content: [{ type: 'text', text: 'Hm?' }] },
      ],
    });
    expect(body.messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a' },
          { type: 'tool_result', tool_use_id: 'b' },
          { type: 'text', text: 'Well?' },
        ],
      },
      { role: 'user', content: 'Hm?' },
    ]);
  });

  test('leaves out empty texts and turns, which the API refuses', () => {
    const empty = { type: 'text' as const, text: '' };
    const { body, warnings } = encode({
      system: [empty],
      messages: [...REQUEST.messages, { role: 'assistant', content: [empty] }],
    });
    expect(body).not.toHaveProperty('system');
    expect(body.messages).toEqual([{ role: 'user', content: 'Hello' }]);
    expect(warnings).toEqual([]);
  });

  test('writes foreign ids of calls in its own letters, alike for call and result', () => {
    const { body } = encode({
      messages: [
        {
          role: 'assistant',
          content: [{ type: 'tool-call', id: 'call:1|x', name: 'f', arguments: '{"a":1}' }],
        },
        { role: 'tool', content: [{ type: 'tool-result', id: 'call:1|x', content: [] }] },
      ],
    });
    expect(body.messages).toMatchObject([
      { content: [{ id: 'call_3a_1_7c_x', input: { a: 1 } }] },
      { content: [{ tool_use_id: 'call_3a_1_7c_x' }] },
    ]);
  });

  test('sends arguments that are no object as text, and reads them back', () => {
    const call = { type: 'tool-call' as const, id: 'c', name: 'f', arguments: '{"city": "Os' };
    const messages: Message[] = [...REQUEST.messages, { role: 'assistant', content: [call] }];
    const { body, warnings } = encode({ messages });
    expect(warnings).toMatchObject([
      { code: 'malformed', path: 'messages[1].content[0].arguments' },
    ]);
    expect(anthropic.decodeRequest({ body }).messages).toEqual(messages);
  });

  test('sends thoughts back only to their maker, unchanged', () => {
    const thought = (by: 'anthropic' | 'gemini', text: string) => ({
      type: 'reasoning' as const,
      text,
      signature: { by, value: 'c2ln' },
    });
    const { body, warnings } = encode({
      messages: [
        ...REQUEST.messages,
        {
          role: 'assistant',
          content: [
            thought('anthropic', ''),
            {
              type: 'reasoning',
              text: '',
              redacted: true,
              signature: { by: 'anthropic', value: 'ZGF0YQ' },
            },
            thought('gemini', 'Hm.'),
            { type: 'reasoning', text: 'Unsigned.' },
            { type: 'text', text: 'So.', signature: { by: 'gemini', value: 'c2ln' } },
          ],
        },
      ],
    });
    expect(body.messages).toMatchObject([
      {},
      {
        content: [
          { type: 'thinking', thinking: '', signature: 'c2ln' },
          { type: 'redacted_thinking', data: 'ZGF0YQ' },
          { type: 'text', text: 'So.' },
        ],
      },
    ]);
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'reasoning_dropped messages[1].content[2]',
      'reasoning_dropped messages[1].content[3]',
      'reasoning_dropped messages[1].content[4].signature',
    ]);
  });

  test('moves images that the model made into the next turn of the user', () => {
    const image = {
      type: 'media' as const,
      kind: 'image' as const,
      source: { type: 'base64' as const, mediaType: 'image/png', data: 'AAAA' },
    };
    const turn: Message = { role: 'assistant', content: [image] };
    const { body, warnings } = encode({ messages: [turn, ...REQUEST.messages] });
    expect(body.messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          { type: 'text', text: 'Hello' },
        ],
      },
    ]);
    expect(warnings).toMatchObject([{ code: 'moved', path: 'messages[0].content[0]' }]);
    expect(paramOf(() => encode({ messages: [...REQUEST.messages, turn] }))).toBe('messages[1]');
  });

  test('sends text files as text and refuses what a model could not see', () => {
    const document = (mediaType: string, data: string): Message => ({
      role: 'user',
      content: [{ type: 'media', kind: 'document', source: { type: 'base64', mediaType, data } }],
    });
    const { body, warnings } = encode({ messages: [document('text/markdown', 'IyBIw6k=')] });
    expect(body.messages).toMatchObject([
      { content: [{ source: { type: 'text', media_type: 'text/plain', data: '# Hé' } }] },
    ]);
    expect(warnings).toMatchObject([{ code: 'approximated' }]);
    const place = 'messages[0].content[0]';
    expect(paramOf(() => encode({ messages: [document('application/msword', 'AAAA')] }))).toBe(
      `${place}.source.mediaType`,
    );
    const sound: Message = {
      role: 'user',
      content: [
        { type: 'media', kind: 'audio', source: { type: 'url', url: 'https://a.example' } },
      ],
    };
    expect(paramOf(() => encode({ messages: [sound] }))).toBe(place);
    const file: Message = {
      role: 'user',
      content: [{ type: 'media', kind: 'image', source: { type: 'file', id: 'f', by: 'openai' } }],
    };
    expect(paramOf(() => encode({ messages: [file] }))).toBe(`${place}.source`);
  });

  test('reports every setting that this wire has no word for', () => {
    expect(
      told({
        temperature: 1.7,
        stop: ['\n', 'END'],
        seed: 1,
        frequencyPenalty: 1,
        presencePenalty: 1,
        logprobs: 2,
        metadata: { a: 'b' },
        modalities: ['text', 'audio'],
        serviceTier: 'flex',
        responseFormat: { type: 'json' },
        extra: { openai: { logit_bias: {} } },
      }),
    ).toEqual([
      'foreign_dropped extra.openai.logit_bias',
      'approximated responseFormat',
      'clamped temperature',
      'dropped stop[0]',
      'dropped serviceTier',
      'dropped seed',
      'dropped frequencyPenalty',
      'dropped presencePenalty',
      'dropped logprobs',
      'dropped metadata',
      'dropped modalities',
    ]);
    expect(encode({ temperature: 1.7, serviceTier: 'default' }).body).toMatchObject({
      temperature: 1,
      service_tier: 'standard_only',
    });
    expect(encode({ responseFormat: { type: 'json' } }).body.system).toContain('JSON object');
  });

  test('keeps what the model refuses out of the request', () => {
    const sampling = { temperature: 0.5, topP: 0.9, topK: 5 };
    expect(told(sampling)).toEqual(['dropped topP']);
    expect(told({ ...sampling, model: 'claude-opus-4.8' })).toHaveLength(3);
    expect(told({ ...sampling, model: 'z-ai/glm-5.2' })).toEqual([]);
    const forced = { model: 'claude-opus-5-5', tools: [TOOL], toolChoice: 'required' as const };
    expect(encode(forced).body.tool_choice).toEqual({ type: 'auto' });
    expect(told(forced)).toEqual(['approximated toolChoice']);
  });

  test('writes choices among tools', () => {
    const tools = [TOOL, { ...TOOL, name: 'g' }];
    expect(encode({ tools, toolChoice: { name: 'f' } }).body.tool_choice).toEqual({
      type: 'tool',
      name: 'f',
    });
    expect(encode({ tools, parallelToolCalls: false }).body.tool_choice).toEqual({
      type: 'auto',
      disable_parallel_tool_use: true,
    });
    const some = encode({ tools, toolChoice: { allowed: ['g'], mode: 'required' } });
    expect(some.body).toMatchObject({ tools: [{ name: 'g' }], tool_choice: { type: 'any' } });
    expect(some.warnings).toMatchObject([{ code: 'approximated', path: 'toolChoice' }]);
    expect(told({ toolChoice: 'required' })).toEqual(['dropped toolChoice']);
  });

  test('completes schemas that say too little and refuses what is no tool', () => {
    const { body } = encode({ tools: [{ type: 'function', name: 'f' }] });
    expect(body.tools).toEqual([{ name: 'f', input_schema: { type: 'object', properties: {} } }]);
    const bare = { type: 'function' as const, name: 'f', parameters: { properties: {} } };
    expect(encode({ tools: [bare] }).body.tools).toMatchObject([
      { input_schema: { type: 'object' } },
    ]);
    expect(paramOf(() => encode({ tools: [{ ...TOOL, name: 'a.b' }] }))).toBe('tools[0].name');
    const text = { ...TOOL, parameters: { type: 'string' } };
    expect(paramOf(() => encode({ tools: [text] }))).toBe('tools[0].parameters.type');
  });

  test('tells the model of constraints that the API would refuse in an enforced schema', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: {
        age: { type: 'integer', minimum: 0, description: 'Years.' },
        minimum: { type: 'array', items: { type: 'string', maxLength: 3 }, minItems: 1 },
      },
    };
    const { body, warnings } = encode({ responseFormat: { type: 'json-schema', schema } });
    expect(body.output_config).toEqual({
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          properties: {
            age: { type: 'integer', description: 'Years. (minimum: 0)' },
            minimum: {
              type: 'array',
              items: { type: 'string', description: '(maxLength: 3)' },
              minItems: 1,
            },
          },
          additionalProperties: false,
        },
      },
    });
    expect(warnings).toMatchObject([{ code: 'schema_reduced', path: 'responseFormat.schema' }]);
  });

  test('refuses a conversation of which nothing is left', () => {
    const part = { type: 'opaque' as const, by: 'openai' as const, value: { type: 'x' } };
    const act = () => encode({ messages: [{ role: 'user', content: [part] }] });
    expect(act).toThrow(expect.objectContaining({ kind: 'invalid_request', param: 'messages' }));
  });

  test("puts the order of properties, Gemini's own word, into the description", () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' } },
      propertyOrdering: ['a'],
    };
    const { body } = encode({ responseFormat: { type: 'json-schema', schema } });
    expect(body.output_config).toMatchObject({
      format: {
        schema: { properties: { a: {} }, description: '(propertyOrdering: ["a"])' },
      },
    });
    expect(JSON.stringify(body)).not.toContain('"propertyOrdering"');
  });

  test('leaves the API extensions out for a provider of its own', () => {
    const provider = { routing: 'cost' as const };
    expect(encode({ provider }).body.provider).toEqual(provider);
    expect(encode({ provider }, false).body).not.toHaveProperty('provider');
  });
});
