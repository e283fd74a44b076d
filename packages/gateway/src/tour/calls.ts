import {
  type ChatInput,
  type FunctionTool,
  OfoxClient,
  OfoxError,
  ReplyFold,
  replyMessage,
  replyText,
} from '@ofoxai/core';
import { figures } from './figures.ts';
import type { Told, TourCall } from './tour-call.ts';

/**
 * The calls of the tour, all through HTTP.
 *
 * @param limitedKey a key that may call once a minute.
 */
export function tourCalls(url: string, key: string, limitedKey: string): TourCall[] {
  const client = new OfoxClient({ apiKey: key, baseUrl: url, maxRetries: 0 });
  const limited = new OfoxClient({ apiKey: limitedKey, baseUrl: url, maxRetries: 0 });
  return [
    { title: 'OpenAI: a chat', run: () => plainChat(client) },
    { title: 'Anthropic: a streamed chat', run: () => streamedChat(client) },
    { title: 'Gemini: tool call and result', run: () => toolChat(client) },
    { title: 'Embeddings', run: () => embeddings(client) },
    { title: 'An image', run: () => image(client) },
    { title: 'A fallback to another model', run: () => fallback(client) },
    { title: 'A call over the limit', run: () => overTheLimit(limited) },
  ];
}

async function plainChat(client: OfoxClient): Promise<Told> {
  const reply = await client.chat({
    model: 'openai/gpt-4o',
    messages: [{ role: 'user', content: 'Hello! Who are you?' }],
  });
  return { model: reply.model, ...figures(reply.usage), detail: replyText(reply) };
}

async function streamedChat(client: OfoxClient): Promise<Told> {
  const fold = new ReplyFold();
  let pieces = 0;
  const events = client.stream({
    model: 'anthropic/claude-sonnet-4.5',
    maxTokens: 200,
    messages: [{ role: 'user', content: 'Tell me about foxes in two sentences.' }],
  });
  for await (const event of events) {
    fold.push(event);
    if (event.type === 'text') pieces += 1;
  }
  const reply = fold.end();
  const detail = `${pieces} pieces: ${replyText(reply)}`;
  return { model: reply.model, ...figures(reply.usage), detail };
}

const WEATHER: FunctionTool = {
  type: 'function',
  name: 'get_weather',
  description: 'The weather in a city now',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
  },
};

async function toolChat(client: OfoxClient): Promise<Told> {
  const question = { role: 'user', content: 'What is the weather in Lisbon?' } as const;
  const request: ChatInput = {
    model: 'google/gemini-3-flash-preview',
    tools: [WEATHER],
    toolChoice: 'required',
    messages: [question],
  };
  const first = await client.chat(request);
  const call = first.content.find((part) => part.type === 'tool-call');
  if (!call) throw new Error('The model called no tool.');
  const second = await client.chat({
    ...request,
    toolChoice: 'auto',
    messages: [
      question,
      replyMessage(first),
      {
        role: 'tool',
        content: [
          { type: 'tool-result', id: call.id, name: call.name, content: '{"celsius": 21}' },
        ],
      },
    ],
  });
  const detail = `${call.name}(${call.arguments}) → ${replyText(second)}`;
  return { model: second.model, ...figures(second.usage), detail };
}

async function embeddings(client: OfoxClient): Promise<Told> {
  const { model, vectors, usage } = await client.embed({
    model: 'openai/text-embedding-3-small',
    input: ['a red fox runs', 'the red fox is running', 'quarterly tax report'],
  });
  const [fox = [], running = [], tax = []] = vectors;
  const near = cosine(fox, running).toFixed(2);
  const far = cosine(fox, tax).toFixed(2);
  const detail = `${fox.length} numbers each; alike: fox and fox ${near}, fox and tax ${far}`;
  return { model, ...figures(usage), detail };
}

async function image(client: OfoxClient): Promise<Told> {
  const reply = await client.images({
    model: 'openai/gpt-image-2',
    prompt: 'a fox in the snow',
    size: '1024x1024',
    quality: 'low',
  });
  const data = reply.images[0]?.data;
  if (data === undefined) throw new Error('There is no image in the answer.');
  const kilobytes = Math.round((data.length * 3) / 4 / 1024);
  const model = reply.model === undefined ? {} : { model: reply.model };
  const numbers = reply.usage ? figures(reply.usage) : {};
  return { ...model, ...numbers, detail: `${reply.size} PNG, ${kilobytes} KiB` };
}

async function fallback(client: OfoxClient): Promise<Told> {
  const broken = 'openai/gpt-4o:error-503';
  const reply = await client.chat({
    model: broken,
    messages: [{ role: 'user', content: 'Are you there?' }],
    provider: { fallback: ['anthropic/claude-haiku-4.5'] },
  });
  if (reply.model === broken) throw new Error('The broken model answered.');
  const detail = `${broken} failed on purpose; the next of provider.fallback answered`;
  return { model: reply.model, ...figures(reply.usage), detail };
}

async function overTheLimit(client: OfoxClient): Promise<Told> {
  const ask = () =>
    client.chat({ model: 'openai/gpt-4o', messages: [{ role: 'user', content: 'Hi' }] });
  await ask();
  try {
    await ask();
  } catch (error) {
    if (!OfoxError.is(error) || error.kind !== 'rate_limit') throw error;
    const seconds = Math.ceil((error.retryAfterMs ?? 0) / 1000);
    return { size: 'status 429', detail: `${error.message} (retry-after: ${seconds})` };
  }
  throw new Error('The second call in a minute should have been refused.');
}

function cosine(left: readonly number[], right: readonly number[]): number {
  let dot = 0;
  for (const [index, value] of left.entries()) dot += value * (right[index] ?? 0);
  return dot / (Math.hypot(...left) * Math.hypot(...right));
}
