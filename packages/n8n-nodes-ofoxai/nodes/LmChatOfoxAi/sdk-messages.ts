import type { Message, MessageContent } from '@n8n/ai-node-sdk';
import type { MessageInput } from '@ofoxai/core';
import { type HostConversation, readConversation } from './conversation.ts';
import type { HostMessage } from './host-messages.ts';

const TYPES = { system: 'system', user: 'human', assistant: 'ai', tool: 'tool' } as const;

/**
 * A conversation as the SDK's adapter writes it: what is left to go by where its messages cannot
 * be had whole.
 */
export function readSdkMessages(messages: readonly Message[]): HostConversation {
  const conversation = readConversation(messages.map(asHostMessage));
  return { ...conversation, messages: conversation.messages.filter(saysSomething) };
}

function asHostMessage({ role, name, content }: Message): HostMessage {
  const result = content.find((part) => part.type === 'tool-result');
  return {
    getType: () => TYPES[role],
    content: result ? textOf(result.result) : content.flatMap(asBlock),
    tool_calls: content.flatMap(asCall),
    ...(name ? { name } : {}),
    ...(result ? { tool_call_id: result.toolCallId } : {}),
    ...(result?.isError ? { status: 'error' } : {}),
  };
}

function asBlock(part: MessageContent): object[] {
  if (part.type === 'text') return [part];
  if (part.type !== 'file') return [];
  return [{ ...part, mimeType: part.mediaType, url: part.providerMetadata?.url }];
}

function asCall(part: MessageContent) {
  if (part.type !== 'tool-call') return [];
  const { toolCallId: id, toolName: name, input } = part;
  return [{ ...(id ? { id } : {}), name, args: JSON.parse(input || '{}') }];
}

function textOf(result: unknown): string {
  return typeof result === 'string' ? result : JSON.stringify(result);
}

function saysSomething({ content }: MessageInput): boolean {
  return content.length > 0;
}
