import { answerData, usageMetadata } from './answer-data.ts';
import { readConversation } from './conversation.ts';
import { sealAnswer } from './envelope.ts';
import type { HostMessage } from './host-messages.ts';
import type { Errand, OfoxChatModel } from './sdk-model.ts';
import { readToolChoice } from './tools.ts';

type Fields = Record<string, unknown>;

interface Generation {
  text?: string;
  message: Fields & { additional_kwargs?: Fields; response_metadata?: Fields };
  generationInfo?: Fields;
}

interface GenerateOutcome {
  generations: Generation[];
  llmOutput?: Fields;
}

/** The inside of the adapter that n8n's SDK puts around a model, as far as it is used here. */
interface Adapter {
  chatModel: OfoxChatModel;
  callbacks?: unknown;
  _generate(messages: HostMessage[], options: Fields, run?: unknown): Promise<GenerateOutcome>;
  _streamResponseChunks(
    messages: HostMessage[],
    options: Fields,
    run?: unknown,
  ): AsyncGenerator<Generation>;
  bindTools(tools: unknown[], options?: Fields): unknown;
  toJSON(): unknown;
}

type Parser = (result: { generations?: { generationInfo?: Fields }[][] }) => unknown;

/**
 * Makes n8n's adapter carry what it loses: images and files, the call's signal and stop sequences,
 * `tool_choice`, calls made side by side, thoughts between the turns of a tool, counted tokens of
 * streams, cost, and who answered.
 *
 * An adapter that is built otherwise is given back as it is; the model then works with what the
 * adapter carries.
 */
export function mendAdapter(
  response: unknown,
  model: OfoxChatModel,
  toolChoice?: unknown,
): unknown {
  if (!isAdapter(response, model)) return response;
  const adapter = response;
  const { _generate: generate, _streamResponseChunks: stream, bindTools } = adapter;
  const errandFor = (messages: HostMessage[], options: Fields) =>
    readErrand(messages, options, toolChoice);

  adapter._generate = async (messages, options, run) => {
    const errand = errandFor(messages, options);
    const outcome = await generate.call(copyFor(adapter, errand), [], options, run);
    const [generation] = outcome.generations;
    if (generation) finishWhole(generation, errand);
    if (errand.result) outcome.llmOutput = { ...outcome.llmOutput, ...answerData(errand.result) };
    return outcome;
  };

  adapter._streamResponseChunks = async function* (messages, options, run) {
    const errand = errandFor(messages, options);
    for await (const chunk of stream.call(copyFor(adapter, errand), [], options, run)) {
      mendChunk(chunk, errand);
      yield chunk;
    }
  };

  adapter.bindTools = (tools, options) => {
    const bound = bindTools.call(adapter, tools, options);
    const inner = (bound as { chatModel?: OfoxChatModel } | undefined)?.chatModel;
    return inner ? mendAdapter(bound, inner, options?.tool_choice ?? toolChoice) : bound;
  };

  adapter.toJSON = () => ({
    lc: 1,
    type: 'constructor',
    id: ['ofoxai', 'chat_model'],
    kwargs: { provider: model.provider, model: model.modelId },
  });

  mendTracing(adapter);
  return adapter;
}

function isAdapter(value: unknown, model: OfoxChatModel): value is Adapter {
  const adapter = value as Partial<Adapter> | null | undefined;
  return (
    typeof adapter === 'object' &&
    adapter !== null &&
    adapter.chatModel === model &&
    typeof adapter._generate === 'function' &&
    typeof adapter._streamResponseChunks === 'function' &&
    typeof adapter.bindTools === 'function'
  );
}

function readErrand(messages: HostMessage[], options: Fields, toolChoice: unknown): Errand {
  const choice = readToolChoice(options.tool_choice ?? toolChoice);
  const { stop, signal } = options;
  return {
    question: {
      ...readConversation(messages),
      ...(choice ? { toolChoice: choice } : {}),
      ...(Array.isArray(stop) ? { stop: stop.map(String) } : {}),
      ...(signal instanceof AbortSignal ? { signal } : {}),
    },
  };
}

/** A copy of the adapter for one call: calls that run side by side share nothing. */
function copyFor(adapter: Adapter, errand: Errand): Adapter {
  const chatModel: OfoxChatModel = Object.create(Object.getPrototypeOf(adapter.chatModel));
  Object.assign(chatModel, adapter.chatModel, { errand });
  return Object.assign(Object.create(adapter), { chatModel });
}

function mendChunk(chunk: Generation, errand: Errand): void {
  const { event } = errand;
  if (event?.type === 'text' || event?.type === 'refusal') {
    chunk.message.content = event.text;
  } else if (event?.type === 'tool-call-start' || event?.type === 'tool-call-delta') {
    const [call] = (chunk.message.tool_call_chunks ?? []) as { index?: number }[];
    if (call) call.index = event.index;
  } else if (event?.type === 'finish') {
    addFacts(chunk, errand);
  }
}

function finishWhole(generation: Generation, errand: Errand): void {
  const { content } = generation.message;
  if (Array.isArray(content)) {
    generation.message.content = content.map((block) => (block as Fields).text ?? '').join('');
  }
  addFacts(generation, errand);
}

function addFacts(generation: Generation, { result }: Errand): void {
  if (!result) return;
  const { message } = generation;
  const data = answerData(result);
  generation.generationInfo = { ...generation.generationInfo, ...data };
  message.usage_metadata = usageMetadata(result.usage);
  message.response_metadata = { ...message.response_metadata, ...data };
  const sealed = sealAnswer(result.id, result.content);
  if (sealed) {
    message.additional_kwargs = { ...message.additional_kwargs, reasoning_content: sealed };
  }
}

/** n8n's log reads tokens and cost where the mended answers tell them. */
function mendTracing({ callbacks }: Adapter): void {
  if (!Array.isArray(callbacks)) return;
  for (const callback of callbacks) {
    const options = (callback as { options?: { tokensUsageParser?: Parser } }).options;
    const original = options?.tokensUsageParser;
    if (!options || typeof original !== 'function') continue;
    options.tokensUsageParser = (result) =>
      result.generations?.[0]?.[0]?.generationInfo?.tokenUsage ?? original(result);
  }
}
