// Three ways to live with a model that fails: the API's own fallback, and LangChain's middleware.
import type { BaseMessage } from '@langchain/core/messages';
import { ChatOfox } from '@ofoxai/langchain';
import { createAgent, modelFallbackMiddleware, modelRetryMiddleware } from 'langchain';

const messages = [{ role: 'user' as const, content: 'Hello' }];

const routed = new ChatOfox('ofox/pro:error-503', {
  provider: { routing: 'balanced', fallback: ['ofox/mini'] },
});
const answer = await routed.invoke('Hello');
const { model, requested_model, attempts } = answer.response_metadata;
const tries = Array.isArray(attempts) ? attempts.length : 1;
console.log(`gateway: asked ${requested_model}, answered by ${model} at attempt ${tries}`);

const fallback = createAgent({
  model: new ChatOfox('ofox/pro:error-503', { maxRetries: 0 }),
  tools: [],
  middleware: [modelFallbackMiddleware(new ChatOfox('ofox/mini'))],
});
const first = await fallback.invoke({ messages });
console.log('middleware, fallback:', servedModel(first.messages));

const retry = createAgent({
  model: new ChatOfox('ofox/mini:flaky-2', { maxRetries: 0 }),
  tools: [],
  middleware: [modelRetryMiddleware({ maxRetries: 3, initialDelayMs: 1, jitter: false })],
});
for (let call = 1; call <= 2; call++) {
  const { messages: all } = await retry.invoke({ messages });
  console.log(`middleware, retry ${call}:`, servedModel(all));
}

function servedModel(conversation: BaseMessage[]): unknown {
  const last: { model?: unknown } | undefined = conversation.at(-1)?.response_metadata;
  return last?.model;
}
