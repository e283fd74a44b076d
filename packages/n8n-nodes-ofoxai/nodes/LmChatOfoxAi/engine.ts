import type {
  BaseClient,
  CacheMarker,
  CallOptions,
  ChatInput,
  ChatResult,
  FunctionTool,
  MessageInput,
  ReplyStream,
  ResponseFormat,
  TextPart,
  ToolChoice,
} from '@ofoxai/core';
import type { ChatSettings } from '../../shared/chat-settings.ts';

/** What the node's parameters decide for all calls. */
export interface ModelSettings {
  client: BaseClient;
  model: string;
  chat: ChatSettings;
  call: CallOptions;
  cache?: CacheMarker;
  responseFormat?: ResponseFormat;
}

/** One question to the model. */
export interface Question {
  system: TextPart[];
  messages: MessageInput[];
  tools: FunctionTool[];
  toolChoice?: ToolChoice;
  stop?: string[];
  signal?: AbortSignal;
}

export function askWhole(settings: ModelSettings, question: Question): Promise<ChatResult> {
  return settings.client.chat(inputFor(settings, question), callFor(settings, question));
}

export function askStreamed(settings: ModelSettings, question: Question): ReplyStream {
  return settings.client.stream(inputFor(settings, question), callFor(settings, question));
}

function inputFor(settings: ModelSettings, question: Question): ChatInput {
  const { model, chat, cache, responseFormat } = settings;
  const { messages, toolChoice, stop } = question;
  const system = cache ? markLast(question.system, cache) : question.system;
  const tools = cache && system.length === 0 ? markLast(question.tools, cache) : question.tools;
  return {
    ...chat,
    ...{ model, system, messages },
    ...(tools.length > 0 ? { tools } : {}),
    ...(tools.length > 0 && toolChoice ? { toolChoice } : {}),
    ...(stop && stop.length > 0 ? { stop: [...(chat.stop ?? []), ...stop] } : {}),
    // An agent's answer in a format of its own comes by a tool, which a format would forbid.
    ...(responseFormat && tools.length === 0 ? { responseFormat } : {}),
  };
}

function callFor({ call }: ModelSettings, { signal }: Question): CallOptions {
  const signals = [call.signal, signal].filter((one) => one !== undefined);
  const [first] = signals;
  if (first === undefined) return call;
  return { ...call, signal: signals.length > 1 ? AbortSignal.any(signals) : first };
}

/** Everything before the mark is cached with it, so one is enough. */
function markLast<T extends { cache?: CacheMarker }>(list: T[], cache: CacheMarker): T[] {
  const last = list.at(-1);
  return last ? [...list.slice(0, -1), { ...last, cache }] : list;
}
