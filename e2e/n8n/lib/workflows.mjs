// Workflows, written as shortly as they can be.

const TYPES = {
  ofox: ['n8n-nodes-ofoxai.ofoxAi', 1],
  model: ['n8n-nodes-ofoxai.lmChatOfoxAi', 1],
  embeddings: ['n8n-nodes-ofoxai.embeddingsOfoxAi', 1],
  manual: ['n8n-nodes-base.manualTrigger', 1],
  chatTrigger: ['@n8n/n8n-nodes-langchain.chatTrigger', 1.4],
  agent: ['@n8n/n8n-nodes-langchain.agent', 3.1],
  chain: ['@n8n/n8n-nodes-langchain.chainLlm', 1.7],
  extractor: ['@n8n/n8n-nodes-langchain.informationExtractor', 1.2],
  classifier: ['@n8n/n8n-nodes-langchain.textClassifier', 1.1],
  parser: ['@n8n/n8n-nodes-langchain.outputParserStructured', 1.3],
  memory: ['@n8n/n8n-nodes-langchain.memoryBufferWindow', 1.3],
  calculator: ['@n8n/n8n-nodes-langchain.toolCalculator', 1],
  store: ['@n8n/n8n-nodes-langchain.vectorStoreInMemory', 1.3],
  loader: ['@n8n/n8n-nodes-langchain.documentDefaultDataLoader', 1.1],
  ofoxTool: ['n8n-nodes-ofoxai.ofoxAiTool', 1],
  webhook: ['n8n-nodes-base.webhook', 2],
  mcp: ['@n8n/n8n-nodes-langchain.mcpClient', 1.1],
  mcpTool: ['@n8n/n8n-nodes-langchain.mcpClientTool', 1.4],
};
const OURS = new Set(['ofox', 'model', 'embeddings', 'ofoxTool']);

let count = 0;

/** One node: its kind, its name, its parameters. */
export function node(kind, name, parameters = {}, more = {}) {
  const [type, typeVersion] = TYPES[kind];
  count++;
  return { kind, id: `node-${count}`, name, type, typeVersion, parameters, ...more };
}

/**
 * A workflow of nodes and links. A link is `[from, to]` for the main line, or `[from, to, kind]`
 * such as `ai_tool`. Our nodes get the credential.
 */
export function workflow(name, credential, nodes, links, pinData) {
  const connections = {};
  for (const [from, to, type = 'main'] of links) {
    connections[from] ??= {};
    connections[from][type] ??= [[]];
    connections[from][type][0].push({ node: to, type, index: 0 });
  }
  return {
    name,
    connections,
    active: false,
    settings: { executionOrder: 'v1' },
    ...(pinData ? { pinData } : {}),
    nodes: nodes.map(({ kind, ...one }, index) => ({
      position: [200 * index, one.position ?? 0].flat().slice(0, 2),
      ...one,
      ...(OURS.has(kind) ? { credentials: { ofoxAiApi: credential } } : {}),
    })),
  };
}

export const model = (value) => ({ __rl: true, mode: 'id', value });
