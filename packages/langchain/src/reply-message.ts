import { AIMessage, type MessageContent } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import type { ChatResult as ModelResult, Reply } from '@ofoxai/core';
import { replyContent } from './reply-content.ts';
import { MODEL_PROVIDER, type RequestFacts, responseMetadata } from './response-metadata.ts';
import { usageField } from './usage-metadata.ts';

/** An answer in one piece, as LangChain wants it of a model. */
export function replyResult(result: ModelResult, facts: RequestFacts): ChatResult {
  const metadata = responseMetadata(result, result.response, facts);
  const message = replyMessage(result, metadata);
  const { tokenUsage } = metadata;
  return {
    generations: [{ text: replyText(result), message }],
    ...(tokenUsage ? { llmOutput: { tokenUsage } } : {}),
  };
}

/** What LangChain's `text` of the message gives, which is slow to ask. */
function replyText({ content }: Reply): string {
  let text = '';
  for (const part of content) if (part.type === 'text') text += part.text;
  return text;
}

/** What had arrived of an answer that broke off. */
export function partialMessage(reply: Reply): AIMessage {
  return replyMessage(reply, { model: reply.model, model_provider: MODEL_PROVIDER });
}

function replyMessage(reply: Reply, metadata: Record<string, unknown>): AIMessage {
  const { content, tool_calls, invalid_tool_calls } = replyContent(reply);
  return new AIMessage({
    content: content as MessageContent,
    id: reply.id,
    tool_calls,
    invalid_tool_calls,
    response_metadata: metadata,
    ...usageField(reply.usage),
  });
}
