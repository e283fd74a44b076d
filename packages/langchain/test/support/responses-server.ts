import { createServer } from 'node:http';
import { afterAll, beforeAll } from 'vitest';

const usage = { input_tokens: 10, output_tokens: 20, total_tokens: 30 };

/** A turn that thinks, speaks, calls a tool, and has searched the web. */
const OUTPUT = [
  {
    type: 'reasoning',
    id: 'rs_1',
    summary: [{ type: 'summary_text', text: 'I need the tool.' }],
    encrypted_content: 'gAAAA-for-openai-alone',
  },
  {
    type: 'web_search_call',
    id: 'ws_1',
    status: 'completed',
    action: { type: 'search', query: 'sums' },
  },
  {
    type: 'message',
    id: 'msg_1',
    role: 'assistant',
    status: 'completed',
    content: [
      {
        type: 'output_text',
        text: 'Let me add them.',
        annotations: [
          {
            type: 'url_citation',
            url: 'https://example.com/sums',
            title: 'Sums',
            start_index: 0,
            end_index: 3,
          },
        ],
      },
    ],
  },
  {
    type: 'function_call',
    id: 'fc_1',
    call_id: 'call_1',
    name: 'add_numbers',
    arguments: '{"a":20,"b":22}',
    status: 'completed',
  },
];

const response = (output: unknown[], status: string) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  model: 'gpt-5.2',
  status,
  output,
  usage,
});

const [thought, search, said, call] = OUTPUT;
const item = (output_index: number, value: unknown) => [
  { type: 'response.output_item.added', output_index, item: value },
  { type: 'response.output_item.done', output_index, item: value },
];
const place = { item_id: 'msg_1', output_index: 2, content_index: 0 };

const EVENTS = [
  { type: 'response.created', response: response([], 'in_progress') },
  { type: 'response.output_item.added', output_index: 0, item: { ...thought, summary: [] } },
  {
    type: 'response.reasoning_summary_part.added',
    ...{ item_id: 'rs_1', output_index: 0, summary_index: 0 },
    part: { type: 'summary_text', text: '' },
  },
  ...['I need ', 'the tool.'].map((delta) => ({
    type: 'response.reasoning_summary_text.delta',
    ...{ item_id: 'rs_1', output_index: 0, summary_index: 0, delta },
  })),
  { type: 'response.output_item.done', output_index: 0, item: thought },
  ...item(1, search),
  { type: 'response.output_item.added', output_index: 2, item: { ...said, content: [] } },
  ...['Let me ', 'add them.'].map((delta) => ({
    type: 'response.output_text.delta',
    ...{ ...place, delta },
  })),
  {
    type: 'response.output_text.annotation.added',
    ...{ ...place, annotation_index: 0 },
    annotation: said?.content?.[0]?.annotations[0],
  },
  { type: 'response.output_item.done', output_index: 2, item: said },
  { type: 'response.output_item.added', output_index: 3, item: { ...call, arguments: '' } },
  ...['{"a":20,', '"b":22}'].map((delta) => ({
    type: 'response.function_call_arguments.delta',
    ...{ item_id: 'fc_1', output_index: 3, delta },
  })),
  { type: 'response.output_item.done', output_index: 3, item: call },
  { type: 'response.completed', response: response(OUTPUT, 'completed') },
];

/** OpenAI's Responses API with one answer, whole and streamed. */
export function useResponsesServer(): { url: string } {
  const served = { url: '' };
  const server = createServer((request, answer) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => {
      body += piece;
    });
    request.on('end', () => {
      if (JSON.parse(body).stream === true) {
        answer.setHeader('content-type', 'text/event-stream');
        EVENTS.forEach((event, sequence_number) => {
          const data = JSON.stringify({ ...event, sequence_number });
          answer.write(`event: ${event.type}\ndata: ${data}\n\n`);
        });
        answer.end();
        return;
      }
      answer.setHeader('content-type', 'application/json');
      answer.end(JSON.stringify(response(OUTPUT, 'completed')));
    });
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    served.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1`;
  });
  afterAll(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return served;
}
