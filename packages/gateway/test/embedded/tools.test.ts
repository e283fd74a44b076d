import type { ChatRequest, FunctionTool, Message, Reply } from '@ofoxai/core';
import { replyMessage, replyText } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { chatRequest, events, reply } from './ask.ts';

function tool(
  name: string,
  description: string,
  properties: object,
  required: string[],
): FunctionTool {
  return {
    type: 'function',
    name,
    description,
    parameters: {
      type: 'object',
      properties: { ...properties },
      required,
      additionalProperties: false,
    },
  };
}

const WEATHER = tool(
  'get_weather',
  'Get the current weather in a city',
  { city: { type: 'string' }, unit: { enum: ['celsius', 'fahrenheit'] } },
  ['city'],
);
const TIME = tool('getLocalTime', 'The local time of a place', { place: { type: 'string' } }, [
  'place',
]);
const CALCULATOR = tool(
  'calculator',
  'Works out a math expression',
  { input: { type: 'string' } },
  ['input'],
);
const SEARCH = tool('web_search', 'Search the web', { query: { type: 'string' } }, ['query']);
const TOOLS = [WEATHER, TIME, CALCULATOR, SEARCH];

const calls = (answer: Reply) =>
  answer.content
    .filter((part) => part.type === 'tool-call')
    .map(({ name, arguments: json }) => [name, JSON.parse(json)]);

const ask = (text: string, rest: Partial<ChatRequest> = {}) =>
  reply(chatRequest(text, { tools: TOOLS, ...rest }));

function answered(
  request: ChatRequest,
  answer: Reply,
  text: (name: string) => string,
): ChatRequest {
  const results: Message = {
    role: 'tool',
    content: answer.content
      .filter((part) => part.type === 'tool-call')
      .map(({ id, name }) => ({
        type: 'tool-result',
        id,
        content: [{ type: 'text', text: text(name) }],
      })),
  };
  return { ...request, messages: [...request.messages, replyMessage(answer), results] };
}

describe('tools', () => {
  it.each<[string, unknown[]]>([
    ['What is the weather in Paris?', [['get_weather', { city: 'Paris' }]]],
    [
      'weather in San Francisco, CA, in fahrenheit',
      [['get_weather', { city: 'San Francisco, CA', unit: 'fahrenheit' }]],
    ],
    ['Call get_weather with city: Rome', [['get_weather', { city: 'Rome' }]]],
    ['What is 12 times 7?', [['calculator', { input: '12 * 7' }]]],
    ['Search the web for cats and dogs', [['web_search', { query: 'cats and dogs' }]]],
    [
      'weather in Paris and Tokyo',
      [
        ['get_weather', { city: 'Paris' }],
        ['get_weather', { city: 'Tokyo' }],
      ],
    ],
    [
      'weather and local time in Oslo',
      [
        ['get_weather', { city: 'Oslo' }],
        ['getLocalTime', { place: 'Oslo' }],
      ],
    ],
    ['Hello there', []],
    ['Tell me about the weather in Paris without tools', []],
  ])('%s', async (text, expected) => {
    const answer = await ask(text);
    expect(calls(answer)).toEqual(expected);
    expect(answer.finish.reason).toBe(expected.length > 0 ? 'tool_calls' : 'stop');
  });

  it('are called one after the other when they must not be called together', async () => {
    let request = chatRequest('weather in Paris and Tokyo', {
      tools: TOOLS,
      parallelToolCalls: false,
    });
    const cities: unknown[] = [];
    for (;;) {
      const answer = await reply(request);
      if (answer.finish.reason !== 'tool_calls') {
        expect(replyText(answer)).toBe(
          'get_weather answered: mild 1\nget_weather answered: mild 2',
        );
        break;
      }
      cities.push(...calls(answer));
      request = answered(request, answer, () => `mild ${cities.length}`);
    }
    expect(cities).toEqual([
      ['get_weather', { city: 'Paris' }],
      ['get_weather', { city: 'Tokyo' }],
    ]);
  });

  it('are reported on in words once they have answered', async () => {
    const request = chatRequest('weather and local time in Oslo', { tools: TOOLS });
    const answer = await reply(answered(request, await reply(request), (name) => `${name}: fine`));
    expect(replyText(answer)).toBe(
      'get_weather answered: get_weather: fine\ngetLocalTime answered: getLocalTime: fine',
    );
  });

  it('can fail, which is told too', async () => {
    const request = chatRequest('weather in Oslo', {
      tools: TOOLS,
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'weather in Oslo' }] },
        {
          role: 'assistant',
          content: [
            { type: 'tool-call', id: 'a', name: 'get_weather', arguments: '{"city": "Oslo"}' },
          ],
        },
        {
          role: 'tool',
          content: [
            {
              type: 'tool-result',
              id: 'a',
              content: [{ type: 'text', text: 'no network' }],
              isError: true,
            },
          ],
        },
      ],
    });
    expect(replyText(await reply(request))).toBe('get_weather failed: no network');
  });

  it('through which every answer must be given are called at the end, once', async () => {
    const answerTool = tool('final_answer', 'Ends the work', { answer: { type: 'string' } }, [
      'answer',
    ]);
    const request = chatRequest('weather in Oslo', {
      tools: [WEATHER, answerTool],
      system: [{ type: 'text', text: 'For your response you MUST use the `final_answer` tool.' }],
    });
    const first = await reply(request);
    expect(calls(first)).toEqual([['get_weather', { city: 'Oslo' }]]);
    const second = answered(request, first, () => 'mild');
    const last = await reply(second);
    expect(calls(last)).toEqual([['final_answer', { answer: 'get_weather answered: mild' }]]);
    expect((await reply(answered(second, last, () => 'ok'))).finish.reason).toBe('stop');
  });

  it('obey the choice', async () => {
    expect(calls(await ask('weather in Paris', { toolChoice: 'none' }))).toEqual([]);
    expect(calls(await ask('Hello', { toolChoice: 'required' }))).toHaveLength(1);
    const named = calls(await ask('weather in Paris', { toolChoice: { name: 'web_search' } }));
    expect(named).toMatchObject([['web_search', { query: expect.any(String) }]]);
    const allowed = { allowed: ['calculator', 'get_weather'], mode: 'required' as const };
    expect(calls(await ask('weather and local time in Oslo', { toolChoice: allowed }))).toEqual([
      ['get_weather', { city: 'Oslo', unit: 'celsius' }],
    ]);
    const perhaps = { allowed: ['calculator'], mode: 'auto' as const };
    expect(calls(await ask('weather in Oslo', { toolChoice: perhaps }))).toEqual([]);
  });

  it.each<[string, Partial<ChatRequest>]>([
    ['toolChoice', { tools: [], toolChoice: 'required' }],
    ['toolChoice.name', { toolChoice: { name: 'nothing' } }],
    ['toolChoice.allowed[1]', { toolChoice: { allowed: ['calculator', 'nothing'], mode: 'auto' } }],
    ['tools', { model: 'bailian/qwen3-coder-next' }],
  ])('name %s when it cannot be obeyed', async (param, rest) => {
    await expect(ask('weather in Oslo', rest)).rejects.toMatchObject({
      kind: 'invalid_request',
      param,
    });
  });

  it('that a provider runs itself are reported as left out', async () => {
    const native = {
      type: 'native' as const,
      by: 'anthropic' as const,
      definition: { type: 'web_search_20250305', name: 'web_search' },
    };
    const { warnings } = await ask('weather', { tools: [native] });
    expect(warnings).toMatchObject([
      {
        code: 'dropped',
        path: 'tools[0]',
        message: expect.stringContaining('web_search_20250305'),
      },
    ]);
  });

  it('without parameters get an empty object', async () => {
    const ping: FunctionTool = { type: 'function', name: 'ping' };
    expect(calls(await ask('ping', { tools: [ping] }))).toEqual([['ping', {}]]);
  });

  it('have ids that stay the same and are unique, and arguments in pieces', async () => {
    const request = chatRequest('weather in Paris and Tokyo', { tools: TOOLS });
    const all = await events(request);
    expect(await events(request)).toEqual(all);
    const ids = all.flatMap((event) => (event.type === 'tool-call-start' ? [event.id] : []));
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^call_[0-9a-f]{24}$/);
    expect(all.filter((event) => event.type === 'tool-call-delta').length).toBeGreaterThan(6);
  });
});
