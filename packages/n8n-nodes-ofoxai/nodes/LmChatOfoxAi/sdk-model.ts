import type {
  BaseChatModel,
  ChatModelConfig,
  GenerateResult,
  Message,
  MessageContent,
  StreamChunk,
} from '@n8n/ai-node-sdk';
import type { ChatResult, ReplyEvent, Warning } from '@ofoxai/core';
import type { INode } from 'n8n-workflow';
import { toNodeError } from '../../shared/node-error.ts';
import { answerData, finishReason, tokenUsage } from './answer-data.ts';
import { askStreamed, askWhole, type ModelSettings, type Question } from './engine.ts';
import { warnOfMedia } from './media-warnings.ts';
import { readSdkMessages } from './sdk-messages.ts';
import { readTools } from './tools.ts';

type Sdk = typeof import('@n8n/ai-node-sdk');

/** What n8n's adapter does not carry, for the one call that a copy of the model makes. */
export interface Errand {
  question: Omit<Question, 'tools'>;
  /** The event behind the chunk that was given last. */
  event?: ReplyEvent;
  /** The whole answer, once it is there. */
  result?: ChatResult;
}

/** The SDK's words, and those that its adapter in fact hands through from LangChain. */
type CallConfig = ChatModelConfig & { signal?: AbortSignal; stop?: string[] };

/** Our model as n8n's AI SDK wants it. */
export type OfoxChatModel = BaseChatModel & { errand?: Errand };

/** Where a model belongs: the node that errors name, and what shows warnings to its user. */
export interface Surroundings {
  node: INode;
  hint(warnings: readonly Warning[]): void;
}

/** Makes the model from the SDK that the host has: the class to extend is known only at run time. */
export function createChatModel(
  sdk: Sdk,
  settings: ModelSettings,
  { node, hint }: Surroundings,
): OfoxChatModel {
  class Model extends sdk.BaseChatModel {
    errand?: Errand;

    async generate(messages: Message[], config?: ChatModelConfig): Promise<GenerateResult> {
      try {
        const { question, warnings } = this.question(messages, config);
        const result = tell(await askWhole(settings, question), warnings);
        if (this.errand) this.errand.result = result;
        return {
          id: result.id,
          finishReason: finishReason(result.finish),
          usage: tokenUsage(result.usage),
          message: { role: 'assistant', id: result.id, content: contentOf(result) },
          providerMetadata: answerData(result),
        };
      } catch (error) {
        throw toNodeError(node, error);
      }
    }

    async *stream(messages: Message[], config?: ChatModelConfig): AsyncIterable<StreamChunk> {
      try {
        const { question, warnings } = this.question(messages, config);
        const stream = askStreamed(settings, question);
        const calls = new Map<number, string>();
        for await (const event of stream) {
          if (event.type === 'finish') continue;
          if (this.errand) this.errand.event = event;
          const chunk = chunkOf(event, calls);
          if (chunk) yield chunk;
        }
        const result = tell(await stream.final(), warnings);
        if (this.errand) {
          this.errand.event = { type: 'finish', finish: result.finish };
          this.errand.result = result;
        }
        yield {
          type: 'finish',
          finishReason: finishReason(result.finish),
          usage: tokenUsage(result.usage),
        };
      } catch (error) {
        throw toNodeError(node, error);
      }
    }

    // The SDK copies models without their constructor, which no private member would survive.
    protected question(
      messages: Message[],
      config: CallConfig = {},
    ): { question: Question; warnings: Warning[] } {
      const { tools, warnings } = readTools(this.tools, sdk.getParametersJsonSchema);
      if (this.errand) return { question: { ...this.errand.question, tools }, warnings };
      const { abortSignal, stopSequences, signal = abortSignal, stop = stopSequences } = config;
      const question: Question = {
        ...readSdkMessages(messages),
        tools,
        ...(signal ? { signal } : {}),
        ...(stop ? { stop } : {}),
      };
      return { question, warnings };
    }
  }

  /** The answer with all that did not cross, which is shown as well. */
  function tell(result: ChatResult, before: Warning[]): ChatResult {
    const warnings = [...before, ...result.warnings, ...warnOfMedia(result)];
    hint(warnings);
    return { ...result, warnings };
  }
  return new Model('ofoxai', settings.model);
}

function contentOf({ content }: ChatResult): MessageContent[] {
  return content.flatMap((part): MessageContent[] => {
    if (part.type === 'text' || part.type === 'refusal') return [{ type: 'text', text: part.text }];
    if (part.type !== 'tool-call') return [];
    const { id: toolCallId, name: toolName, arguments: input } = part;
    return [{ type: 'tool-call', toolCallId, toolName, input }];
  });
}

/** The id is told with every piece: the adapter would mix up calls that are made side by side. */
function chunkOf(event: ReplyEvent, calls: Map<number, string>): StreamChunk | undefined {
  switch (event.type) {
    case 'text':
    case 'refusal':
      return event.text === '' ? undefined : { type: 'text-delta', delta: event.text };
    case 'reasoning':
      return { type: 'reasoning-delta', delta: event.text };
    case 'tool-call-start':
      calls.set(event.index, event.id);
      return { type: 'tool-call-delta', id: event.id, name: event.name, argumentsDelta: '' };
    case 'tool-call-delta': {
      const id = calls.get(event.index);
      const piece = { type: 'tool-call-delta' as const, argumentsDelta: event.arguments };
      return id === undefined ? piece : { ...piece, id };
    }
    default:
      return undefined;
  }
}
