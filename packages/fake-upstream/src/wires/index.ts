import type { ProtocolName } from '@ofoxai/core';
import { anthropic } from './anthropic.ts';
import type { ChatWire } from './chat.ts';
import { gemini } from './gemini.ts';
import { openai } from './openai.ts';

/** How each protocol says a chat answer. */
export const chatWires: Readonly<Record<ProtocolName, ChatWire>> = { openai, anthropic, gemini };
