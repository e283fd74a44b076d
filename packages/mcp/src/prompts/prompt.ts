import type { GetPromptResult, McpServer } from '@modelcontextprotocol/server';
import type { App } from '../app.ts';

export interface Prompt {
  /** The tool that it leads to; without it the prompt is not offered. */
  needs: string;
  register(server: McpServer, app: App): void;
}

/** A prompt that is one message of the user. */
export function userMessage(text: string): GetPromptResult {
  return { messages: [{ role: 'user', content: { type: 'text', text } }] };
}
