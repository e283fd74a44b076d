import type { Client } from '@modelcontextprotocol/client';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';
import type { App } from '../../src/app.ts';
import { type Era, makeClient } from './program.ts';
import { startHttp } from './start.ts';

/** A client of our HTTP stack. */
export async function connectHttp(url: string, era: Era): Promise<Client> {
  const client = makeClient(era);
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  onTestFinished(() => client.close());
  return client;
}

/** A client of a server made for it alone, in the current era. */
export async function connectTo(app: App): Promise<Client> {
  const { url } = await startHttp(app);
  return connectHttp(url, 'modern');
}

interface Result {
  content: { type: string; text?: string }[];
  isError?: boolean;
  structuredContent?: unknown;
}

/** Calls a tool, and gives the text of its answer besides. */
export async function call(client: Client, name: string, args: Record<string, unknown>) {
  const result = (await client.callTool({ name, arguments: args })) as Result;
  return { ...result, text: result.content.map(({ text }) => text ?? '').join('\n') };
}
