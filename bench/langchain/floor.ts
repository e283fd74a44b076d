import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';

interface Delta {
  choices: { delta?: { content?: string }; message?: { content: string } }[];
}

/** The least that a chat model can be: `fetch`, `JSON.parse` and LangChain's own base class. */
export class BareChat extends BaseChatModel {
  readonly #url: string;

  constructor(url: string) {
    super({});
    this.#url = url;
  }

  override _llmType(): string {
    return 'bare';
  }

  async #ask(messages: BaseMessage[], stream: boolean): Promise<Response> {
    const body = {
      model: 'bare',
      stream,
      messages: messages.map(({ content }) => ({ role: 'user', content })),
    };
    return fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer sk-test-1' },
      body: JSON.stringify(body),
    });
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const { choices } = (await (await this.#ask(messages, false)).json()) as Delta;
    const text = choices[0]?.message?.content ?? '';
    return { generations: [{ text, message: new AIMessage(text) }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
  ): AsyncGenerator<ChatGenerationChunk> {
    const { body } = await this.#ask(messages, true);
    if (!body) return;
    const decoder = new TextDecoder();
    let rest = '';
    for await (const bytes of body) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (!line.startsWith('data: {')) continue;
        const { choices } = JSON.parse(line.slice(6)) as Delta;
        const text = choices[0]?.delta?.content;
        if (!text) continue;
        yield new ChatGenerationChunk({ text, message: new AIMessageChunk(text) });
      }
    }
  }
}
