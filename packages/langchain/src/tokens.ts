import type { BaseMessage } from '@langchain/core/messages';

/** What a message costs besides its text, and a picture whatever its size, in tokens. */
const PER_MESSAGE = 4;
const PER_MEDIUM = 800;

/** Scripts in which about every character is a token of its own. */
const DENSE =
  /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|[\ud840-\ud87f][\udc00-\udfff]/g;

/**
 * About how many tokens a text has, for any model and without a tokenizer: four characters make one,
 * and each character of Chinese, Japanese and Korean is one.
 */
function estimateTokens(text: string): number {
  const dense = text.match(DENSE)?.length ?? 0;
  return dense + Math.ceil((text.length - dense) / 4);
}

/** The same for the content of a message. */
export function estimateContentTokens(content: BaseMessage['content']): number {
  if (typeof content === 'string') return estimateTokens(content);
  let tokens = 0;
  for (const block of content as unknown[]) tokens += estimateBlock(block);
  return tokens;
}

function estimateBlock(block: unknown): number {
  if (typeof block === 'string') return estimateTokens(block);
  if (typeof block !== 'object' || block === null) return 0;
  const { text, reasoning, thinking } = block as Record<string, unknown>;
  const told = [text, reasoning, thinking].find((field) => typeof field === 'string');
  if (typeof told === 'string') return estimateTokens(told);
  const isMedium = ['data', 'url', 'fileId', 'image_url', 'input_audio', 'source', 'file'].some(
    (field) => field in block,
  );
  return isMedium ? PER_MEDIUM : estimateTokens(JSON.stringify(block));
}

/** The same for a message with its tool calls. */
export function estimateMessageTokens(message: BaseMessage): number {
  const calls = 'tool_calls' in message ? (message.tool_calls as unknown[]) : undefined;
  const inContent = Array.isArray(message.content) && message.content.some(isCall);
  const called = calls && calls.length > 0 && !inContent ? JSON.stringify(calls) : '';
  return PER_MESSAGE + estimateContentTokens(message.content) + estimateTokens(called);
}

function isCall({ type }: { type?: string | undefined }): boolean {
  return type === 'tool_call' || type === 'tool_use';
}
