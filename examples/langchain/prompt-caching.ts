// Prompt caching: a marker on a block, or for a whole call, also by a middleware of two lines.
import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { ChatOfox } from '@ofoxai/langchain';
import { createAgent, createMiddleware } from 'langchain';

const model = new ChatOfox('anthropic/claude-sonnet-4.5');
const manual = new SystemMessage({
  content: [
    { type: 'text', text: 'The manual. '.repeat(2000), cache_control: { type: 'ephemeral' } },
  ],
});

for (const question of ['How do I begin?', 'How do I end?']) {
  const { usage_metadata: usage } = await model.invoke([manual, new HumanMessage(question)]);
  const { cache_creation = 0, cache_read = 0 } = usage?.input_token_details ?? {};
  console.log(
    `written ${cache_creation > 0 ? 'yes' : 'no'}, read ${cache_read > 0 ? 'yes' : 'no'}`,
  );
}

const caching = createMiddleware({
  name: 'PromptCaching',
  wrapModelCall: (request, handler) =>
    handler({
      ...request,
      modelSettings: { ...request.modelSettings, cache_control: { type: 'ephemeral' } },
    }),
});
const agent = createAgent({ model, tools: [], middleware: [caching] });
const { messages } = await agent.invoke({ messages: [manual, new HumanMessage('And then?')] });
console.log('agent:', messages.at(-1)?.type);
