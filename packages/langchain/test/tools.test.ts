import { RunnableLambda } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { type FakeUpstream, startFakeUpstream } from '@ofoxai/fake-upstream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { z as z3 } from 'zod/v3';
import { ChatOfox } from '../src/index.ts';
import { readToolChoice } from '../src/tool-choice.ts';
import { formatTools, readTools } from '../src/tools.ts';
import { KEY, PROTOCOLS } from './support/gateway.ts';

const parameters = {
  type: 'object',
  properties: { at: { type: 'string' } },
  required: ['at'],
} as const;
const wanted = { type: 'function', name: 'look', description: 'Looks.' };

const shapes: [string, object][] = [
  [
    'a LangChain tool with zod 4',
    tool(() => 'ok', {
      name: 'look',
      description: 'Looks.',
      schema: z.object({ at: z.string() }),
    }),
  ],
  [
    'a LangChain tool with zod 3',
    tool(() => 'ok', {
      name: 'look',
      description: 'Looks.',
      schema: z3.object({ at: z3.string() }),
    }),
  ],
  [
    'a LangChain tool with a JSON schema',
    tool(() => 'ok', { name: 'look', description: 'Looks.', schema: parameters }),
  ],
  [
    'a runnable',
    RunnableLambda.from((input: { at: string }) => input.at).asTool({
      name: 'look',
      description: 'Looks.',
      schema: z3.object({ at: z3.string() }),
    }),
  ],
  ['parameters alone', { name: 'look', description: 'Looks.', schema: parameters }],
  [
    'OpenAI’s chat completions',
    { type: 'function', function: { name: 'look', description: 'Looks.', parameters } },
  ],
  ['OpenAI’s responses', { type: 'function', name: 'look', description: 'Looks.', parameters }],
  ['Anthropic', { name: 'look', description: 'Looks.', input_schema: parameters }],
  ['Google', { functionDeclarations: [{ name: 'look', description: 'Looks.', parameters }] }],
];

describe('tools', () => {
  it.each(shapes)('are read from %s', (_name, shape) => {
    for (const protocol of PROTOCOLS) {
      const [read] = readTools([shape as never], protocol, undefined);
      expect(read).toMatchObject({ ...wanted, parameters: { properties: parameters.properties } });
      expect(readTools(formatTools([shape as never]), protocol, undefined)).toEqual([read]);
    }
  });

  it('keep their own word on strictness, and take the call’s otherwise', () => {
    const definition = (strict?: boolean) => ({
      type: 'function',
      function: { name: 'look', parameters, ...(strict === undefined ? {} : { strict }) },
    });
    const strictness = (own: boolean | undefined, call: boolean | undefined) =>
      readTools([definition(own)], 'openai', call).map((read) => 'strict' in read && read.strict);
    expect(strictness(undefined, true)).toEqual([true]);
    expect(strictness(false, true)).toEqual([false]);
    expect(strictness(undefined, undefined)).toEqual([false]);
  });

  it.each([
    ['anthropic', { type: 'web_search_20250305', name: 'web_search', max_uses: 2 }, 'anthropic'],
    ['openai', { type: 'web_search_preview' }, 'openai'],
    ['gemini', { googleSearch: {} }, 'gemini'],
    ['openai', { googleSearch: {} }, 'gemini'],
  ] as const)('that a provider runs itself go to it as they are (%s)', (spoken, definition, by) => {
    expect(readTools([definition], spoken, undefined)).toEqual([
      { type: 'native', by, definition },
    ]);
  });

  it('of no known shape are refused by their place', () => {
    expect(() => readTools([{ type: 3 } as never], 'openai', undefined)).toThrow(/tools\[0\]/);
  });
});

describe('tool_choice', () => {
  const tools = readTools([{ name: 'look', schema: parameters } as never], 'openai', undefined);
  const forms: [unknown, unknown][] = [
    [undefined, undefined],
    ['auto', 'auto'],
    ['none', 'none'],
    ['any', 'required'],
    ['required', 'required'],
    ['look', { name: 'look' }],
    [{ type: 'function', function: { name: 'look' } }, { name: 'look' }],
    [{ type: 'function', name: 'look' }, { name: 'look' }],
    [{ type: 'tool', name: 'look' }, { name: 'look' }],
    [{ type: 'any' }, 'required'],
    [{ type: 'auto' }, 'auto'],
    [{ type: 'none' }, 'none'],
    [{ functionCallingConfig: { mode: 'ANY' } }, 'required'],
    [{ functionCallingConfig: { mode: 'NONE' } }, 'none'],
    [
      { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['look'] } },
      { allowed: ['look'], mode: 'required' },
    ],
    [
      {
        type: 'allowed_tools',
        allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'look' } }] },
      },
      { allowed: ['look'], mode: 'auto' },
    ],
  ];
  it.each(forms)('%j is %j', (value, choice) => {
    expect(readToolChoice(value, tools)).toEqual(choice);
  });

  it.each(['walk', { type: 'function', function: { name: 'walk' } }, { type: 'sometimes' }, 3])(
    '%j is refused',
    (value) => {
      expect(() => readToolChoice(value, tools)).toThrow(/tool_choice/);
    },
  );

  let upstream: FakeUpstream;
  beforeAll(async () => {
    upstream = await startFakeUpstream();
  });
  afterAll(() => upstream.close());

  const sent: Record<(typeof PROTOCOLS)[number], object> = {
    openai: {
      tool_choice: { type: 'function', function: { name: 'look' } },
      parallel_tool_calls: false,
    },
    anthropic: { tool_choice: { type: 'tool', name: 'look', disable_parallel_tool_use: true } },
    gemini: {
      toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['look'] } },
    },
  };
  it.each(PROTOCOLS)('goes out in the words of the %s wire', async (protocol) => {
    const model = new ChatOfox('some/model', { apiKey: KEY, baseUrl: upstream.url, protocol });
    const bound = model.bindTools([{ name: 'look', schema: parameters }], {
      tool_choice: 'look',
      parallel_tool_calls: false,
    });
    await bound.invoke('hi');
    expect(upstream.requests.at(-1)?.json).toMatchObject(sent[protocol]);
  });
});
