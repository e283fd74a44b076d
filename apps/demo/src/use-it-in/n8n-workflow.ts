/** What a workflow is filled with. */
interface WorkflowFacts {
  model: string;
}

/** A chat whose agent answers with the model; its key goes into n8n's own credential, not here. */
export function n8nWorkflow({ model }: WorkflowFacts) {
  return {
    name: `Chat with ${model}`,
    nodes: [
      {
        id: '6f0c7a52-0001-4000-8000-000000000001',
        name: 'When chat message received',
        type: '@n8n/n8n-nodes-langchain.chatTrigger',
        typeVersion: 1.1,
        position: [0, 0],
        webhookId: '6f0c7a52-0001-4000-8000-00000000000a',
        parameters: { options: {} },
      },
      {
        id: '6f0c7a52-0002-4000-8000-000000000002',
        name: 'AI Agent',
        type: '@n8n/n8n-nodes-langchain.agent',
        typeVersion: 2,
        position: [220, 0],
        parameters: { options: {} },
      },
      {
        id: '6f0c7a52-0003-4000-8000-000000000003',
        name: 'OfoxAI Chat Model',
        type: 'n8n-nodes-ofoxai.lmChatOfoxAi',
        typeVersion: 1,
        position: [220, 220],
        parameters: { model: { __rl: true, mode: 'id', value: model }, options: {} },
      },
    ],
    connections: {
      'When chat message received': { main: [[{ node: 'AI Agent', type: 'main', index: 0 }]] },
      'OfoxAI Chat Model': {
        ai_languageModel: [[{ node: 'AI Agent', type: 'ai_languageModel', index: 0 }]],
      },
    },
    settings: { executionOrder: 'v1' },
  };
}
