import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { createAgent } from 'langchain';
import { describe, expect, onTestFinished, test } from 'vitest';
import { useProgram } from './support/program.ts';
import { KEY, makeApp, startGateway, startHttp } from './support/start.ts';

const program = useProgram();

/** A model that calls a tool once and then repeats what it was told. */
class Caller extends BaseChatModel {
  readonly #args: Record<string, unknown>;

  constructor(args: Record<string, unknown>) {
    super({});
    this.#args = args;
  }

  override _llmType(): string {
    return 'caller';
  }

  override bindTools(): this {
    return this;
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const last = messages.at(-1);
    const message =
      last?.getType() === 'tool'
        ? new AIMessage(`The tool said: ${JSON.stringify(last.content)}`)
        : new AIMessage({ content: '', tool_calls: [{ id: '1', name: 'chat', args: this.#args }] });
    return { generations: [{ text: message.text, message }] };
  }
}

async function ask(client: MultiServerMCPClient): Promise<string> {
  onTestFinished(() => client.close());
  const tools = await client.getTools();
  expect(tools.map(({ name }) => name)).toContain('compare');
  const model = new Caller({ model: 'openai/gpt-4o', prompt: 'What is 6 * 7?' });
  const { messages } = await createAgent({ model, tools }).invoke({
    messages: [{ role: 'user', content: 'Ask another model.' }],
  });
  return messages.at(-1)?.text ?? '';
}

describe('an agent of LangChain', () => {
  test('uses the tools over stdio', { timeout: 60_000 }, async () => {
    const env = { OFOX_API_KEY: KEY, OFOX_BASE_URL: await startGateway() };
    const ofox = { command: process.execPath, args: [program()], env };
    expect(await ask(new MultiServerMCPClient({ ofox }))).toMatch(/The tool said: .*42/);
  });

  test('uses the tools over HTTP', { timeout: 60_000 }, async () => {
    const { url } = await startHttp(makeApp(await startGateway()));
    const ofox = { transport: 'http' as const, url };
    expect(await ask(new MultiServerMCPClient({ mcpServers: { ofox } }))).toMatch(
      /The tool said: .*42/,
    );
  });
});
