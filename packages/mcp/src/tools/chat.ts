import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server';
import {
  isJsonObject,
  type JsonObject,
  type MediaPart,
  type MessageInput,
  OfoxError,
  replyMessage,
  replyText,
} from '@ofoxai/core';
import { z } from 'zod';
import type { App } from '../app.ts';
import { type Answer, ask, factsOf, parseJson, type Question } from '../ask.ts';
import { showImage } from '../show-image.ts';
import { cleanText } from '../text.ts';
import { defineTool, type ToolCall } from './tool.ts';

const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
const ROUTINGS = ['priority', 'cost', 'latency', 'balanced'] as const;

const schema = z.strictObject({
  prompt: z.string().min(1).describe('All the model needs to know; it sees nothing else'),
  model: z.string().optional().describe('Id from find_models'),
  system: z.string().optional(),
  images: z.array(z.string()).max(16).optional().describe('File, https URL or data URI'),
  // An object without properties is more than some providers of tools can bear.
  json_schema: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .meta({ description: 'JSON Schema, as JSON text, that the answer must fit' }),
  max_tokens: z.int().min(1).optional(),
  reasoning: z.enum(EFFORTS).optional(),
  routing: z.enum(ROUTINGS).optional(),
  fallback: z.array(z.string()).max(5).optional().describe('Models to try if this one fails'),
});

const conversing = schema.extend({
  conversation_id: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('Any name; the same one again goes on where the last answer ended'),
});

const WHAT_IT_IS = {
  name: 'chat',
  title: 'Ask a model',
  description:
    'Ask another AI model: a second opinion, a cheaper or stronger model, image understanding, JSON output. Costs money.',
  billable: true,
};

/** Asks one model. */
export const chat = defineTool({
  ...WHAT_IT_IS,
  schema: conversing,
  async run({ conversation_id: id, ...args }, call, app) {
    const turn = id === undefined ? undefined : app.conversations.take(id);
    try {
      const question = await questionOf(args, call, app, turn?.before ?? []);
      const answer = await askWithNews(question, call, app);
      const asked = question.messages.at(-1);
      turn?.end([...(asked ? [asked] : []), replyMessage(answer.result)]);
      return await present(answer, question, app);
    } catch (error) {
      turn?.giveUp();
      throw error;
    }
  },
});

/** The same without conversations, for replicas of which the next one would know nothing of them. */
export const chatWithoutMemory = defineTool({
  ...WHAT_IT_IS,
  schema,
  async run(args, call, app) {
    const question = await questionOf(args, call, app, []);
    return present(await askWithNews(question, call, app), question, app);
  },
});

function askWithNews(question: Question, { signal, progress }: ToolCall, app: App) {
  return ask(app, question, signal, (tokens) => {
    progress.report(`${question.model}: ~${tokens} tokens`);
  });
}

async function questionOf(
  args: z.output<typeof schema>,
  { signal, progress }: ToolCall,
  app: App,
  before: MessageInput[],
): Promise<Question> {
  const images: MediaPart[] = [];
  for (const [index, source] of (args.images ?? []).entries()) {
    progress.report(`reading image ${index + 1}`);
    images.push(await app.images.read(source, `images[${index}]`, signal));
  }
  const message: MessageInput = {
    role: 'user',
    content: [...images, { type: 'text', text: args.prompt }],
  };
  const jsonSchema = args.json_schema === undefined ? undefined : readSchema(args.json_schema);
  return {
    model: args.model ?? app.settings.defaults.chat,
    system: args.system,
    messages: [...before, message],
    maxTokens: args.max_tokens,
    reasoning: args.reasoning && { effort: args.reasoning },
    responseFormat: jsonSchema && { type: 'json-schema', schema: jsonSchema, name: 'answer' },
    routing: args.routing,
    fallback: args.fallback,
  };
}

function readSchema(value: string | Record<string, unknown>): JsonObject {
  const schema = typeof value === 'string' ? parseJson(value) : value;
  if (isJsonObject(schema)) return schema;
  const message = 'json_schema must be a JSON Schema: an object, written as JSON.';
  throw new OfoxError('invalid_request', message, { param: 'json_schema' });
}

async function present(answer: Answer, question: Question, app: App): Promise<CallToolResult> {
  const { result } = answer;
  const facts = factsOf(answer, question.model);
  const text = replyText(result) || refusalOf(result);
  if (question.responseFormat && result.finish.reason === 'stop') {
    return presentJson(text, facts);
  }
  const content: ContentBlock[] = [];
  const images = result.content.flatMap((part) =>
    part.type === 'media' && part.kind === 'image' ? [part] : [],
  );
  for (const image of images) {
    content.push(...(await showImage(image, app, { among: images.length })));
  }
  const answered = text === '' && content.length === 0 ? '(The model gave no answer.)' : text;
  content.push({ type: 'text', text: `${cleanText(answered)}\n\n[${facts}]`.trimStart() });
  return { content };
}

/**
 * Some clients show their model the structured content alone, others the text alone or both: the
 * two are the same JSON, and the facts stand aside.
 */
function presentJson(text: string, facts: string): CallToolResult {
  const value = parseJson(text);
  if (value === undefined) {
    const told = `The model's answer is not JSON; try again or take another model.\n\n${cleanText(text)}\n\n[${facts}]`;
    return { isError: true, content: [{ type: 'text', text: told }] };
  }
  const content: ContentBlock[] = [{ type: 'text', text: JSON.stringify(value) }];
  const _meta = { 'ofox.ai/facts': facts };
  return isJsonObject(value) ? { content, structuredContent: value, _meta } : { content, _meta };
}

function refusalOf({ content }: Answer['result']): string {
  return content.map((part) => (part.type === 'refusal' ? part.text : '')).join('');
}
