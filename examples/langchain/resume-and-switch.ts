// A tool loop with reasoning that is interrupted, saved, resumed and finished by another provider's
// model: what the first one thought goes back with its signature.
import { type AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { MemorySaver, MessagesAnnotation, StateGraph } from '@langchain/langgraph';
import { ChatOfox } from '@ofoxai/langchain';
import { tool } from 'langchain';
import { z } from 'zod';

const add = tool(({ a, b }) => `${a + b}`, {
  name: 'add_numbers',
  description: 'Adds two numbers.',
  schema: z.object({ a: z.number(), b: z.number() }),
});

const reasoning = { effort: 'high', include: true } as const;
const models = ['anthropic/claude-sonnet-4.5', 'google/gemini-2.5-pro', 'openai/gpt-5.2'];

const checkpointer = new MemorySaver();
const graphs = models.map((name) =>
  new StateGraph(MessagesAnnotation)
    .addNode('model', async ({ messages }) => ({
      messages: [await new ChatOfox(name, { reasoning }).bindTools([add]).invoke(messages)],
    }))
    .addNode('tools', async ({ messages }) => {
      const last = messages.at(-1) as AIMessage;
      const results = (last.tool_calls ?? []).map(
        async ({ id = '', args }) =>
          new ToolMessage({ tool_call_id: id, content: await add.invoke(args as never) }),
      );
      return { messages: await Promise.all(results) };
    })
    .addEdge('__start__', 'model')
    .addConditionalEdges('model', ({ messages }) =>
      (messages.at(-1) as AIMessage).tool_calls?.length ? 'tools' : '__end__',
    )
    .addEdge('tools', 'model')
    .compile({ checkpointer, interruptBefore: ['tools'] }),
);

for (const [at, started] of graphs.entries()) {
  const thread = { configurable: { thread_id: `thread ${at}` } };
  await started.invoke({ messages: [new HumanMessage('Use add_numbers with 20 and 22.')] }, thread);
  const { values } = await started.getState(thread);
  const thought = values.messages
    .at(-1)
    .contentBlocks.some((block: { type: string }) => block.type === 'reasoning');
  const other = graphs[(at + 1) % graphs.length] ?? started;
  const { messages } = await other.invoke(null, thread);
  const answer = messages.at(-1) as AIMessage;
  console.log(
    `${models[at]} called${thought ? ' after reasoning' : ''}; ${answer.response_metadata.model} said: ${answer.text}`,
  );
}
