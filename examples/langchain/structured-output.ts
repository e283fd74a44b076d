// Answers in the form of a schema: by a model, and by an agent with either strategy.
import { ChatOfox } from '@ofoxai/langchain';
import { createAgent, providerStrategy, toolStrategy } from 'langchain';
import { z } from 'zod';

const Contact = z.object({ name: z.string(), email: z.string() });
const model = new ChatOfox('ofox/pro');
const text = 'Extract the contact. name: Ada Lovelace, email: ada@example.com';

for (const method of ['functionCalling', 'jsonSchema'] as const) {
  const contact = await model.withStructuredOutput(Contact, { method }).invoke(text);
  console.log(`${method}:`, contact.email);
}

const strategies = {
  toolStrategy: createAgent({ model, tools: [], responseFormat: toolStrategy(Contact) }),
  providerStrategy: createAgent({ model, tools: [], responseFormat: providerStrategy(Contact) }),
};
for (const [name, agent] of Object.entries(strategies)) {
  const { structuredResponse } = await agent.invoke({
    messages: [{ role: 'user', content: text }],
  });
  console.log(`agent, ${name}:`, structuredResponse.email);
}
