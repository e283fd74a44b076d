import { InMemoryCache } from '@langchain/core/caches';
import {
  AIMessage,
  AIMessageChunk,
  type BaseMessage,
  getBufferString,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import type { ChatGeneration } from '@langchain/core/outputs';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { type Runnable, RunnableLambda } from '@langchain/core/runnables';
import { StructuredTool, tool } from '@langchain/core/tools';
import { toJsonSchema } from '@langchain/core/utils/json_schema';
import { describe, expect, it } from 'vitest';
import { z } from 'zod/v3';
import { PROTOCOLS, useGateway } from '../support/gateway.ts';

const MATH = 'You are bad at math. When asked for any sum you must use the calculator tool.';
const mathSchema = z.object({
  operation: z.enum(['add', 'subtract', 'multiply', 'divide']).describe('What to do.'),
  number1: z.number().describe('The first number.'),
  number2: z.number().describe('The second number.'),
});

class Calculator extends StructuredTool {
  name = 'math_addition';
  description = 'Calculator that adds two numbers.';
  schema = mathSchema;
  protected async _call({ number1, number2 }: z.infer<typeof mathSchema>): Promise<string> {
    return JSON.stringify({ sum: number1 + number2 });
  }
}

const weatherSchema = z.object({ location: z.string().describe('The city.') });
const weather = tool(({ location }) => `It is 21 degrees in ${location}.`, {
  name: 'get_current_weather',
  description: 'Tells the current weather at a location.',
  schema: weatherSchema,
});

const adder = tool(({ a, b }) => String(a + b), {
  name: 'AdderTool',
  description: 'Add two integers',
  schema: z.object({ a: z.number().int(), b: z.number().int() }),
});

/** A red square. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

const gateway = useGateway();

async function ask(
  model: Runnable<BaseMessage[], AIMessage | AIMessageChunk>,
  messages: BaseMessage[],
  streamed: boolean,
): Promise<AIMessage> {
  if (!streamed) return model.invoke(messages);
  let full: AIMessageChunk | undefined;
  for await (const chunk of (await model.stream(messages)) as AsyncIterable<AIMessageChunk>) {
    full = full ? full.concat(chunk) : chunk;
  }
  return full!;
}

describe.each(PROTOCOLS)('what every chat model must do, on the %s wire', (protocol) => {
  const make = (more = {}) => gateway.chat({ protocol, ...more });

  it('answers', async () => {
    const answer = await make().invoke('Hello');
    expect(answer).toBeInstanceOf(AIMessage);
    expect(typeof answer.content).toBe('string');
    expect((answer.content as string).length).toBeGreaterThan(0);
  });

  it('streams tokens as strings', async () => {
    let count = 0;
    for await (const token of await make().stream('Hello')) {
      expect(token).toBeInstanceOf(AIMessageChunk);
      expect(typeof token.content).toBe('string');
      count++;
    }
    expect(count).toBeGreaterThan(1);
  });

  it('takes a batch', async () => {
    const answers = await make().batch(['Hello', 'Hey']);
    expect(answers.map((answer) => typeof answer.content)).toEqual(['string', 'string']);
  });

  it('goes on with a conversation', async () => {
    const answer = await make().invoke([
      new HumanMessage('hello'),
      new AIMessage('hello'),
      new HumanMessage('how are you'),
    ]);
    expect((answer.content as string).length).toBeGreaterThan(0);
  });

  it('takes two turns of one speaker after another', async () => {
    const answer = await make().invoke([
      new SystemMessage('Answer.'),
      new SystemMessage('Be brief.'),
      new HumanMessage('hi'),
      new HumanMessage('are you there'),
      new AIMessage('yes'),
      new AIMessage('I am'),
      new HumanMessage('how are you'),
    ]);
    expect(answer.text).not.toBe('');
  });

  it('tells usage and the model', async () => {
    const { usage_metadata: usage, response_metadata } = await make().invoke('Hello');
    expect(usage?.input_tokens).toBeGreaterThan(0);
    expect(usage?.total_tokens).toBe(usage!.input_tokens + usage!.output_tokens);
    const details = Object.values(usage?.input_token_details ?? {}) as number[];
    expect(details.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(usage!.input_tokens);
    expect(response_metadata.model).toBe('ofox/pro');
  });

  it('tells usage once in a stream', async () => {
    let full: AIMessageChunk | undefined;
    let told = 0;
    for await (const chunk of await make().stream('Hello')) {
      if (chunk.usage_metadata) told++;
      full = full ? full.concat(chunk) : chunk;
    }
    expect(told).toBe(1);
    expect(full?.usage_metadata?.output_tokens).toBeGreaterThan(0);
    expect(full?.response_metadata.model).toBe('ofox/pro');
  });

  it.each([false, true])('counts thoughts within the output (streamed: %s)', async (streamed) => {
    const model = make({ reasoning: { effort: 'high' } });
    const question = [new HumanMessage('How much is 17 times 23?')];
    const { usage_metadata: usage } = await ask(model, question, streamed);
    const { reasoning = 0 } = usage?.output_token_details ?? {};
    expect(reasoning).toBeGreaterThan(0);
    expect(reasoning).toBeLessThanOrEqual(usage!.output_tokens);
  });

  // On Gemini's wire no request can mark what is to be cached.
  it.skipIf(protocol === 'gemini').each([false, true])(
    'counts what the cache held within the input (streamed: %s)',
    async (streamed) => {
      const manual = `Manual ${protocol} ${streamed}. ${'Press the button. '.repeat(3000)}`;
      const text = { type: 'text', text: manual, cache_control: { type: 'ephemeral' } };
      const system = new SystemMessage({ content: [text] as SystemMessage['content'] });
      const usages = [];
      for (const question of ['How do I begin?', 'How do I end?']) {
        const messages = [system, new HumanMessage(question)];
        usages.push((await ask(make(), messages, streamed)).usage_metadata!);
      }
      const [written, read] = usages.map(({ input_token_details, input_tokens }) => {
        const { cache_creation = 0, cache_read = 0 } = input_token_details ?? {};
        expect(cache_creation + cache_read).toBeLessThanOrEqual(input_tokens);
        return { cache_creation, cache_read };
      });
      expect(written?.cache_creation).toBeGreaterThan(0);
      expect(read?.cache_read).toBeGreaterThan(0);
    },
  );

  const histories: [string, BaseMessage['content'], BaseMessage['content']][] = [
    ['strings', '', '{"sum":3}'],
    [
      'lists',
      [
        { type: 'text', text: 'I will call a tool.' },
        {
          type: 'tool_use',
          id: 'abc123',
          name: 'math_addition',
          input: { number1: 1, number2: 2 },
        },
      ],
      [{ type: 'text', text: '{"sum":3}' }],
    ],
  ];
  it.each(histories)('takes histories of tools with %s', async (_name, said, result) => {
    const answer = await make()
      .bindTools([new Calculator()])
      .invoke([
        new HumanMessage('What is 1 + 2?'),
        new AIMessage({
          content: said,
          tool_calls: [
            {
              name: 'math_addition',
              args: { operation: 'add', number1: 1, number2: 2 },
              id: 'abc123',
            },
          ],
        }),
        new ToolMessage({ content: result, name: 'math_addition', tool_call_id: 'abc123' }),
      ]);
    expect(answer.text).not.toBe('');
  });

  it('takes few-shot examples with tools', async () => {
    const answer = await make()
      .bindTools([weather])
      .invoke([
        new HumanMessage('What is the weather in Bern?'),
        new AIMessage({
          content: '',
          tool_calls: [{ name: 'get_current_weather', args: { location: 'Bern' }, id: 'one' }],
        }),
        new ToolMessage({ content: '12 degrees', tool_call_id: 'one' }),
        new AIMessage('It is 12 degrees in Bern.'),
        new HumanMessage('Tell me a joke'),
      ]);
    expect(answer).toBeInstanceOf(AIMessage);
  });

  it('gives structured output, and says how it asked for it', async () => {
    const model = make();
    const spans: unknown[] = [];
    const structured = model.withStructuredOutput(mathSchema);
    const result = await ChatPromptTemplate.fromMessages([
      ['system', MATH],
      ['human', '{input}'],
    ])
      .pipe(structured)
      .invoke(
        { input: 'What is 6 times 7?' },
        {
          callbacks: [
            {
              handleChatModelStart(_llm, _messages, _id, _parent, extra) {
                const { options } = extra as { options: Record<string, unknown> };
                spans.push(options.ls_structured_output_format);
              },
            },
          ],
        },
      );
    expect(['add', 'subtract', 'multiply', 'divide']).toContain(result.operation);
    expect(typeof result.number1).toBe('number');
    expect(spans).toEqual([
      { kwargs: { method: 'functionCalling' }, schema: toJsonSchema(mathSchema) },
    ]);
  });

  it('gives structured output with the raw message', async () => {
    const structured = make().withStructuredOutput(mathSchema, { includeRaw: true });
    const { raw, parsed } = await structured.invoke('What is 2 + 2?');
    expect(raw).toBeInstanceOf(AIMessage);
    expect(typeof parsed.number2).toBe('number');
  });

  it('calls tools in OpenAI’s form', async () => {
    const definition = {
      type: 'function',
      function: {
        name: 'math_addition',
        description: 'Calculator that adds two numbers.',
        parameters: toJsonSchema(mathSchema),
      },
    };
    const answer = await make().bindTools([definition]).invoke(`${MATH} What is 1223 + 36?`);
    expect(answer.tool_calls?.[0]?.name).toBe('math_addition');
    expect(answer.tool_calls?.[0]?.id).toBeTruthy();
  });

  it('calls tools that are runnables', async () => {
    const runnable = RunnableLambda.from((input: z.infer<typeof mathSchema>) => input.number1);
    const asTool = runnable.asTool({
      name: 'math_addition',
      description: 'Calculator that adds two numbers.',
      schema: mathSchema,
    });
    const answer = await make().bindTools([asTool]).invoke('What is 1223 + 36? Use math_addition.');
    expect(answer.tool_calls?.[0]?.name).toBe('math_addition');
  });

  it('calls tools that are parameters alone', async () => {
    const params = { name: 'math_addition', description: 'Adds.', schema: mathSchema };
    const answer = await make().bindTools([params]).invoke('What is 1 + 2? Use math_addition.');
    expect(answer.tool_calls?.[0]?.args).toMatchObject({ number1: expect.any(Number) });
  });

  it('lets answers with content of any kind be cached', async () => {
    const cache = new InMemoryCache();
    const model = make({ cache });
    const message = new HumanMessage({ content: [{ type: 'text', text: 'Hello there!' }] });
    const key = model._getSerializedCacheKeyParametersForCall({} as never);
    const prompt = getBufferString([message]);
    await model.invoke([message]);
    const kept = (await cache.lookup(prompt, key)) as ChatGeneration[];
    expect(kept).toHaveLength(1);
    const second = await model.invoke([message]);
    expect(second).toEqual(kept[0]?.message);
    expect(await cache.lookup(prompt, key)).toEqual(kept);
  });

  it('streams tokens with tool calls', async () => {
    const stream = await make()
      .bindTools([weather])
      .stream('What is the weather in San Francisco? Call get_current_weather.');
    let full: AIMessageChunk | undefined;
    for await (const chunk of stream) full = full ? full.concat(chunk) : chunk;
    expect(full?.tool_calls?.length).toBe(1);
    expect(full?.tool_call_chunks?.[0]?.name).toBe('get_current_weather');
    expect(full?.tool_calls?.[0]?.args).toHaveProperty('location');
  });

  it.each([false, true])(
    'uses its own tool turn in the conversation (streamed: %s)',
    async (streamed) => {
      const model = make().bindTools([weather]);
      const question = new HumanMessage('What is the weather in Paris? Use get_current_weather.');
      const call = await ask(model, [question], streamed);
      expect(call.tool_calls?.length).toBe(1);
      const result = new ToolMessage({
        tool_call_id: call.tool_calls![0]!.id!,
        content: 'It is 21 degrees in Paris.',
        name: 'get_current_weather',
      });
      const answer = await ask(model, [question, call, result], streamed);
      expect(answer.tool_calls ?? []).toEqual([]);
      expect(answer.text).toContain('21 degrees');
    },
  );

  it('calls a tool with a complex schema', async () => {
    const complex = tool(() => 'ok', {
      name: 'record_event',
      description: 'Records an event.',
      schema: z.object({
        title: z.string(),
        at: z.string().describe('When, as an ISO date.'),
        tags: z.array(z.string()),
        place: z.object({ city: z.string(), zip: z.string().optional() }),
        more: z.record(z.unknown()).optional(),
      }),
    });
    const answer = await make()
      .bindTools([complex], { tool_choice: 'record_event' })
      .invoke('Record the meeting in Bern tomorrow.');
    expect(answer.tool_calls?.[0]?.args).toMatchObject({
      title: expect.any(String),
      tags: expect.any(Array),
      place: { city: expect.any(String) },
    });
  });

  it.each([false, true])(
    'calls several tools in one turn, and goes on with their results (streamed: %s)',
    async (streamed) => {
      const model = make().bindTools([weather, new Calculator()]);
      const question = new HumanMessage(
        'What is the weather in Rome, and how much is 1 + 2? Use get_current_weather and math_addition.',
      );
      const called = await ask(model, [question], streamed);
      const calls = called.tool_calls ?? [];
      expect(new Set(calls.map(({ name }) => name))).toEqual(
        new Set(['get_current_weather', 'math_addition']),
      );
      const results = calls.map(
        ({ id = '', name }) =>
          new ToolMessage({ name, tool_call_id: id, content: `${name} says 3.` }),
      );
      const answer = await ask(model, [question, called, ...results], streamed);
      expect(answer.tool_calls ?? []).toEqual([]);
      expect(answer.text).not.toBe('');
    },
  );

  it('calls a tool with the arguments that were asked for', async () => {
    const answer = await make()
      .bindTools([adder])
      .invoke('What is the value of AdderTool(1, 2)? Use the tool.');
    expect(answer.tool_calls).toEqual([
      { type: 'tool_call', id: expect.any(String), name: 'AdderTool', args: { a: 1, b: 2 } },
    ]);
  });

  it('fills a complex schema as structured output', async () => {
    const schema = z.object({
      decision: z.enum(['UseAPI', 'UseFallback']),
      explanation: z.string(),
      details: z.object({ service: z.string(), parameters: z.record(z.unknown()) }),
    });
    const structured = make().withStructuredOutput(schema, { name: 'service_tool' });
    const result = await structured.invoke('Use the API of MyService with {"param1": "value1"}.');
    expect(schema.safeParse(result).success).toBe(true);
  });

  it('streams tools into chunks that add up', async () => {
    const stream = await make()
      .bindTools([new Calculator()])
      .stream('What is 2 + 2? Use math_addition.');
    const pieces: string[] = [];
    let full: AIMessageChunk | undefined;
    for await (const chunk of stream) {
      for (const { args } of chunk.tool_call_chunks ?? []) pieces.push(args ?? '');
      full = full ? full.concat(chunk) : chunk;
    }
    expect(JSON.parse(pieces.join(''))).toEqual(full?.tool_calls?.[0]?.args);
  });

  const blocks: [string, object][] = [
    ['text', { type: 'text', source_type: 'text', text: 'Say hello' }],
    [
      'image, old form',
      { type: 'image', source_type: 'base64', mime_type: 'image/png', data: PNG },
    ],
    ['image by address', { type: 'image', source_type: 'url', url: 'https://example.com/a.png' }],
    [
      'PDF by address, old form',
      {
        type: 'file',
        source_type: 'url',
        url: 'https://example.com/a.pdf',
        mime_type: 'application/pdf',
        metadata: { filename: 'a.pdf' },
      },
    ],
    [
      'image as data URL, old form',
      { type: 'image', source_type: 'url', url: `data:image/png;base64,${PNG}` },
    ],
    ['image', { type: 'image', mimeType: 'image/png', data: PNG }],
    ['image_url', { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } }],
    [
      'file, old form',
      {
        type: 'file',
        source_type: 'url',
        url: `data:text/plain;base64,${btoa('A text file.')}`,
        metadata: { filename: 'a.txt' },
      },
    ],
    [
      'file as text',
      { type: 'file', source_type: 'text', text: 'A text file.', mime_type: 'text/plain' },
    ],
    [
      'PDF',
      {
        type: 'file',
        source_type: 'base64',
        mime_type: 'application/pdf',
        data: btoa('%PDF-1.4'),
        metadata: { filename: 'a.pdf' },
      },
    ],
  ];
  it.each(blocks)('takes content: %s', async (_name, block) => {
    const content = [{ type: 'text', text: 'What is this?' }, block] as HumanMessage['content'];
    const answer = await make().invoke([new HumanMessage({ content })]);
    expect(answer.text).not.toBe('');
  });

  const wav = btoa('RIFF....WAVEfmt ');
  const sounds: [string, object][] = [
    ['audio', { source_type: 'base64', mime_type: 'audio/wav', data: wav }],
    ['audio as data URL', { source_type: 'url', url: `data:audio/wav;base64,${wav}` }],
  ];
  it.each(sounds)('takes content: %s', async (_name, sound) => {
    const content = [
      { type: 'text', text: 'What is this?' },
      { type: 'audio', ...sound },
    ] as HumanMessage['content'];
    const asked = make().invoke([new HumanMessage({ content })]);
    // Anthropic's wire has no sound in requests: it is refused, and not left out in silence.
    if (protocol === 'anthropic') {
      await expect(asked).rejects.toMatchObject({ param: 'messages[0].content[1]' });
    } else expect((await asked).text).not.toBe('');
  });

  it('streams a tool call where the prompt names another tool', async () => {
    const stream = await ChatPromptTemplate.fromMessages([
      ['system', 'You are bad at math and must ALWAYS call the {toolName} function.'],
      ['human', 'What is the sum of 1836281973 and 19973286?'],
    ])
      .pipe(make().bindTools([adder]))
      .stream({ toolName: 'math_addition' });
    let full: AIMessageChunk | undefined;
    for await (const chunk of stream) full = full ? full.concat(chunk) : chunk;
    expect(full?.tool_calls?.length).toBe(1);
    expect(full?.usage_metadata?.output_tokens).toBeGreaterThan(0);
  });

  it('stops at a stop sequence', async () => {
    const plain = await make().invoke('Count to ten.');
    const word = plain.text.trim().split(/\s+/)[2]!;
    for (const answer of [
      await make().invoke('Count to ten.', { stop: [word] }),
      await make({ stop: [word] }).invoke('Count to ten.'),
      await make({ stopSequences: [word] }).invoke('Count to ten.'),
    ]) {
      expect(answer.text).not.toContain(word);
    }
  });
});
