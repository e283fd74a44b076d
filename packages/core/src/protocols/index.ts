import type { ProtocolName } from '../protocol-name.ts';
import { anthropic } from './anthropic/index.ts';
import { gemini } from './gemini/index.ts';
import { openai } from './openai/index.ts';
import type { Protocol } from './protocol.ts';

export const protocols: Readonly<Record<ProtocolName, Protocol>> = { openai, anthropic, gemini };
