import { InMemoryCache } from '@langchain/core/caches';
import {
  AIMessage,
  AIMessageChunk,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnableLambda } from '@langchain/core/runnables';
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
      new HumanMessage('hi'),
      new HumanMessage('how are you'),
    ]);
    expect((answer.content as string).length).toBeGreaterThan(0);
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
    const first = await model.invoke([message]);
    const second = await model.invoke([message]);
    expect(second.content).toEqual(first.content);
    expect(second.response_metadata.request_id).toBe(first.response_metadata.request_id);
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
      const ask = async (messages: BaseMessage[]): Promise<AIMessage> => {
        if (!streamed) return model.invoke(messages);
        let full: AIMessageChunk | undefined;
        for await (const chunk of await model.stream(messages)) {
          full = full ? full.concat(chunk) : chunk;
        }
        return full!;
      };
      const question = new HumanMessage('What is the weather in Paris? Use get_current_weather.');
      const call = await ask([question]);
      expect(call.tool_calls?.length).toBe(1);
      const result = new ToolMessage({
        tool_call_id: call.tool_calls![0]!.id!,
        content: 'It is 21 degrees in Paris.',
        name: 'get_current_weather',
      });
      const answer = await ask([question, call, result]);
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

  it('calls several tools in one turn', async () => {
    const answer = await make()
      .bindTools([weather, new Calculator()])
      .invoke(
        'What is the weather in Rome, and how much is 1 + 2? Use get_current_weather and math_addition.',
      );
    const names = answer.tool_calls?.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['get_current_weather', 'math_addition']));
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

  it.skipIf(protocol === 'anthropic')('takes content: audio', async () => {
    const data = btoa('RIFF....WAVEfmt ');
    const content = [
      { type: 'text', text: 'What is this?' },
      { type: 'audio', source_type: 'base64', mime_type: 'audio/wav', data },
    ] as HumanMessage['content'];
    const answer = await make().invoke([new HumanMessage({ content })]);
    expect(answer.text).not.toBe('');
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
    const answer = await make().invoke('Count to ten.', { stop: [word] });
    expect(answer.text).not.toContain(word);
  });
});
