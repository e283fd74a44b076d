import fc, { type Arbitrary } from 'fast-check';
import type { ToolResultPart } from '../../src/part.ts';
import { PROTOCOL_NAMES } from '../../src/protocol-name.ts';
import type {
  AssistantMessage,
  ChatRequest,
  FunctionTool,
  Message,
  NativeTool,
  ProviderPreferences,
  Reasoning,
  ResponseFormat,
  SystemMessage,
  ToolChoice,
  ToolMessage,
  UserMessage,
} from '../../src/request.ts';
import { jsonObject, objectSchema, record, someText, text, word } from './json.ts';
import {
  answerText,
  type By,
  cacheMarker,
  extra,
  media,
  opaque,
  plainText,
  reasoning,
  refusal,
  toolCall,
} from './part.ts';

function systemMessage(by: By = PROTOCOL_NAMES): Arbitrary<SystemMessage> {
  return record(
    {
      role: fc.constant('system'),
      content: fc.array(plainText(by), { minLength: 1, maxLength: 2 }),
    },
    { name: word, extra: extra(by) },
  );
}

function userMessage(by: By = PROTOCOL_NAMES): Arbitrary<UserMessage> {
  const part = fc.oneof(
    { weight: 4, arbitrary: plainText(by) },
    { weight: 2, arbitrary: media(undefined, undefined, by) },
    { weight: 1, arbitrary: opaque(by) },
  );
  return record(
    { role: fc.constant('user'), content: fc.array(part, { minLength: 1, maxLength: 3 }) },
    { name: word, extra: extra(by) },
  );
}

function assistantMessage(by: By = PROTOCOL_NAMES): Arbitrary<AssistantMessage> {
  const part = fc.oneof(
    { weight: 4, arbitrary: answerText(by) },
    { weight: 2, arbitrary: reasoning(by) },
    { weight: 2, arbitrary: toolCall(by) },
    { weight: 1, arbitrary: refusal },
    { weight: 1, arbitrary: media(['image'], ['base64'], by) },
    { weight: 1, arbitrary: opaque(by) },
  );
  return record(
    { role: fc.constant('assistant'), content: fc.array(part, { minLength: 1, maxLength: 4 }) },
    { name: word, extra: extra(by) },
  );
}

/** The results of the calls in `turn`, in their order; `undefined` when it called nothing. */
function toolMessage(
  turn: AssistantMessage,
  by: By = PROTOCOL_NAMES,
): Arbitrary<ToolMessage> | undefined {
  const calls = turn.content.filter((part) => part.type === 'tool-call');
  if (calls.length === 0) return undefined;
  const content = fc.array(
    fc.oneof(
      { weight: 3, arbitrary: plainText(by) },
      { weight: 1, arbitrary: media(['image', 'document'], ['base64', 'url'], by) },
    ),
    { maxLength: 2 },
  );
  const results = calls.map((call) =>
    record<ToolResultPart>(
      {
        type: fc.constant('tool-result' as const),
        id: fc.constant(call.id),
        name: fc.constant(call.name),
        content,
      },
      { isError: fc.constant(true), cache: cacheMarker, extra: extra(by) },
    ),
  );
  return record({ role: fc.constant('tool' as const), content: fc.tuple(...results) }, {});
}

/**
 * Whole conversations: they begin with the user, every tool call is answered in the turn after it,
 * call ids are unique, and instructions may stand anywhere.
 */
function conversation(by: By = PROTOCOL_NAMES): Arbitrary<Message[]> {
  const answered = assistantMessage(by).chain((turn): Arbitrary<Message[]> => {
    const results = toolMessage(turn, by);
    return results ? results.map((message) => [turn, message]) : fc.constant([turn]);
  });
  const step: Arbitrary<Message[]> = fc.oneof(
    { weight: 4, arbitrary: userMessage(by).map((message) => [message]) },
    { weight: 4, arbitrary: answered },
    { weight: 1, arbitrary: systemMessage(by).map((message) => [message]) },
  );
  return fc
    .tuple(userMessage(by), fc.array(step, { maxLength: 4 }))
    .map(([first, steps]) => withUniqueIds([first, ...steps.flat()]));
}

function functionTool(by: By = PROTOCOL_NAMES): Arbitrary<FunctionTool> {
  return record(
    { type: fc.constant('function'), name: word },
    {
      description: someText,
      parameters: objectSchema,
      strict: fc.boolean(),
      cache: cacheMarker,
      extra: extra(by),
    },
  );
}

/** A tool in one protocol's own words; `type` begins with `x_`. */
function nativeTool(by: By = PROTOCOL_NAMES): Arbitrary<NativeTool> {
  return fc.record(
    {
      type: fc.constant('native' as const),
      by: fc.constantFrom(...by),
      definition: fc
        .tuple(word, jsonObject)
        .map(([type, object]) => ({ ...object, type: `x_${type}` })),
    },
    { noNullPrototype: true },
  );
}

function tools(by: By = PROTOCOL_NAMES): Arbitrary<ChatRequest['tools']> {
  return fc.uniqueArray(
    fc.oneof({ weight: 3, arbitrary: functionTool(by) }, { weight: 1, arbitrary: nativeTool(by) }),
    { maxLength: 3, selector: (tool) => (tool.type === 'function' ? tool.name : tool) },
  );
}

/** A choice that these tools allow. */
function toolChoice(of: ChatRequest['tools']): Arbitrary<ToolChoice> {
  const names = of.flatMap((tool) => (tool.type === 'function' ? [tool.name] : []));
  const words = fc.constantFrom<ToolChoice>('auto', 'none', 'required');
  if (names.length === 0) return words;
  const name = fc.constantFrom(...names);
  const allowed = fc.record(
    {
      allowed: fc.uniqueArray(name, { minLength: 1 }),
      mode: fc.constantFrom<'auto' | 'required'>('auto', 'required'),
    },
    { noNullPrototype: true },
  );
  return fc.oneof<Arbitrary<ToolChoice>[]>(
    words,
    name.map((chosen) => ({ name: chosen })),
    allowed,
  );
}

const reasoningSettings: Arbitrary<Reasoning> = fc.oneof(
  record(
    { effort: fc.constantFrom('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max') },
    { include: fc.boolean() },
  ),
  record({ budgetTokens: fc.integer({ min: 1024, max: 4096 }) }, { include: fc.boolean() }),
  record({ mode: fc.constantFrom('adaptive', 'between-tools', 'disabled') }, {}),
);

const responseFormat: Arbitrary<ResponseFormat> = fc.oneof(
  fc.constantFrom<ResponseFormat>({ type: 'text' }, { type: 'json' }),
  record<ResponseFormat>(
    { type: fc.constant('json-schema'), schema: objectSchema },
    { name: word, description: someText, strict: fc.boolean() },
  ),
);

const providerPreferences: Arbitrary<ProviderPreferences> = record(
  { fallback: fc.array(word, { minLength: 1, maxLength: 2 }) },
  { routing: fc.constantFrom('priority', 'cost', 'latency', 'balanced') },
);

/** The neutral form in all its breadth, without messages and tools. */
function settings(by: By): Arbitrary<Partial<ChatRequest>> {
  const unit = fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100);
  const penalty = fc
    .integer({ min: -20, max: 20 })
    .map((tenths) => (tenths === 0 ? 0 : tenths / 10));
  return record<Partial<ChatRequest>>(
    {},
    {
      parallelToolCalls: fc.boolean(),
      maxTokens: fc.integer({ min: 8192, max: 32000 }),
      temperature: fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10),
      topP: unit,
      topK: fc.integer({ min: 1, max: 100 }),
      seed: fc.nat(),
      frequencyPenalty: penalty,
      presencePenalty: penalty,
      logprobs: fc.integer({ min: 0, max: 20 }),
      reasoning: reasoningSettings,
      responseFormat,
      user: someText,
      metadata: fc.dictionary(word, text, { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
      serviceTier: fc.constantFrom('auto', 'default', 'flex', 'priority', 'standard_only'),
      modalities: fc.constantFrom(['text'], ['text', 'image'], ['text', 'audio']),
      cache: cacheMarker,
      provider: providerPreferences,
      modelRouting: record(
        { preference: fc.constantFrom('balanced', 'quality', 'speed', 'cost') },
        { models: fc.array(word, { minLength: 1, maxLength: 2 }) },
      ),
      extra: extra(by),
    },
  );
}

/**
 * Requests over the whole neutral form. A wire's law filters or maps them to what that wire can
 * say; crossings take them as they are.
 */
export function chatRequest(by: By = PROTOCOL_NAMES): Arbitrary<ChatRequest> {
  const base = fc.record(
    {
      model: fc.constantFrom(
        'openai/gpt-4o',
        'anthropic/claude-sonnet-4.5',
        'google/gemini-3-pro-preview',
      ),
      system: fc.array(plainText(by), { maxLength: 2 }),
      messages: conversation(by),
      tools: tools(by),
      stop: fc.array(someText, { maxLength: 2 }),
      stream: fc.boolean(),
    },
    { noNullPrototype: true },
  );
  return fc.tuple(base, settings(by)).chain(([request, options]) => {
    const whole: ChatRequest = { ...request, ...options };
    if (whole.tools.length === 0) return fc.constant(whole);
    const choice = fc.option(toolChoice(whole.tools), { nil: undefined });
    return choice.map((chosen) =>
      chosen === undefined ? whole : { ...whole, toolChoice: chosen },
    );
  });
}

/** Gives every call its own id, and the same one to its result. */
function withUniqueIds(messages: Message[]): Message[] {
  let made = 0;
  let turn = new Map<string, string[]>();
  return messages.map((message): Message => {
    if (message.role === 'assistant') {
      turn = new Map();
      const content = message.content.map((part) => {
        if (part.type !== 'tool-call') return part;
        const id = `${part.id}${made++}`;
        turn.set(part.id, [...(turn.get(part.id) ?? []), id]);
        return { ...part, id };
      });
      return { ...message, content };
    }
    if (message.role !== 'tool') return message;
    const content = message.content.map((part) => ({
      ...part,
      id: turn.get(part.id)?.shift() ?? part.id,
    }));
    return { ...message, content };
  });
}
