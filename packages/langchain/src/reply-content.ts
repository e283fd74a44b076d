import type { InvalidToolCall, ToolCall } from '@langchain/core/messages/tool';
import type { AssistantPart, Reply, ToolCallPart } from '@ofoxai/core';
import {
  type Block,
  parseArguments,
  writeCitation,
  writeExtras,
  writeMedia,
  writeSignature,
} from './content-block.ts';

/** A reply as the fields of a LangChain message. */
export interface ReplyContent {
  content: string | Block[];
  tool_calls: ToolCall[];
  invalid_tool_calls: InvalidToolCall[];
}

/**
 * What a reply says, as a message has it. Where the answer is one text and then plain tool calls,
 * `content` is that text; otherwise it holds standard blocks, in the order of the reply and with all
 * that has to go back to the provider in the next turn.
 */
export function replyContent(reply: Pick<Reply, 'content' | 'finish'>): ReplyContent {
  const tool_calls: ToolCall[] = [];
  const invalid_tool_calls: InvalidToolCall[] = [];
  for (const part of reply.content) {
    if (part.type !== 'tool-call') continue;
    const call = writeCall(part);
    if (call.type === 'tool_call') tool_calls.push(call);
    else invalid_tool_calls.push(call);
  }
  const refusal = unspokenRefusal(reply);
  const content =
    refusal === undefined && isPlain(reply.content)
      ? plainText(reply.content)
      : [...writeParts(reply.content), ...(refusal ? [refusal] : [])];
  return { content, tool_calls, invalid_tool_calls };
}

function writeParts(parts: readonly AssistantPart[]): Block[] {
  return parts.filter((part) => !isEmpty(part)).map(writePart);
}

/** A text that says nothing and carries nothing. */
export function isEmpty(part: AssistantPart): boolean {
  return isPlainText(part) && part.type === 'text' && part.text === '';
}

/** Whether a message can say these parts without blocks. */
function isPlain(parts: readonly AssistantPart[]): boolean {
  return parts.every((part, at) =>
    part.type === 'text' ? at === 0 && isPlainText(part) : isPlainCall(part),
  );
}

function isPlainText(part: AssistantPart): boolean {
  return part.type === 'text' && !part.citations && !part.signature && !part.extra;
}

function isPlainCall(part: AssistantPart): boolean {
  return (
    part.type === 'tool-call' &&
    !part.signature &&
    !part.extra &&
    parseArguments(part.arguments) !== undefined
  );
}

function plainText([first]: readonly AssistantPart[]): string {
  return first?.type === 'text' ? first.text : '';
}

/** The block for a whole part. */
export function writePart(part: AssistantPart): Block {
  switch (part.type) {
    case 'text':
      return {
        type: 'text',
        text: part.text,
        ...(part.citations ? { annotations: part.citations.map(writeCitation) } : {}),
        ...writeSignature(part.signature),
        ...writeExtras(part.extra),
      };
    case 'reasoning':
      return {
        type: 'reasoning',
        reasoning: part.text,
        ...(part.redacted ? { redacted: true } : {}),
        ...writeSignature(part.signature),
        ...writeExtras(part.extra),
      };
    case 'refusal':
      return { type: 'refusal', refusal: part.text, ...writeExtras(part.extra) };
    case 'tool-call':
      return { ...writeCall(part), ...writeSignature(part.signature), ...writeExtras(part.extra) };
    case 'media':
      return writeMedia(part);
    case 'opaque':
      return { type: 'non_standard', value: part.value, by: part.by };
  }
}

type Call = (ToolCall & { type: 'tool_call' }) | (InvalidToolCall & { type: 'invalid_tool_call' });

/** The call as LangChain has it, valid or not. */
export function writeCall({ id, name, arguments: text }: ToolCallPart): Call {
  const args = parseArguments(text);
  if (args) return { type: 'tool_call', id, name, args };
  const error = 'The arguments are not a JSON object.';
  return { type: 'invalid_tool_call', id, name, args: text, error };
}

/**
 * A block for an answer that was refused or filtered without saying so, so that parsers raise
 * `ModelRefusalError` rather than complain of what they cannot parse.
 */
export function unspokenRefusal({
  content,
  finish,
}: Pick<Reply, 'content' | 'finish'>): Block | undefined {
  const isRefusal = finish.reason === 'refusal' || finish.reason === 'content_filter';
  if (!isRefusal || content.some((part) => part.type === 'refusal')) return undefined;
  return { type: 'refusal', refusal: '' };
}
