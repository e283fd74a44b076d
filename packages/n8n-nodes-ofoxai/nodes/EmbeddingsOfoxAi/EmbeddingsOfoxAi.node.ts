import {
  type INodeType,
  type INodeTypeDescription,
  type ISupplyDataFunctions,
  NodeConnectionTypes,
  type SupplyData,
} from 'n8n-workflow';
import { searchEmbeddingModels } from '../../shared/model-search.ts';
import { embeddingsProperties } from './properties.ts';
import { supplyEmbeddings } from './supply.ts';

export class EmbeddingsOfoxAi implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Embeddings OfoxAI',
    name: 'embeddingsOfoxAi',
    icon: { light: 'file:../../icons/ofoxai.svg', dark: 'file:../../icons/ofoxai.dark.svg' },
    group: ['transform'],
    version: [1],
    defaultVersion: 1,
    subtitle: '={{ $parameter["model"].value }}',
    description: 'Any embedding model of OfoxAI, for vector stores',
    defaults: { name: 'Embeddings OfoxAI' },
    codex: {
      categories: ['AI'],
      subcategories: { AI: ['Embeddings'] },
      alias: ['vector', 'RAG', 'OpenAI', 'OpenRouter'],
      resources: {
        primaryDocumentation: [
          { url: 'https://github.com/ofoxai/ofox/tree/main/packages/n8n-nodes-ofoxai#readme' },
        ],
      },
    },
    inputs: [],
    outputs: [NodeConnectionTypes.AiEmbedding],
    outputNames: ['Embeddings'],
    credentials: [{ name: 'ofoxAiApi', required: true }],
    properties: embeddingsProperties,
  };

  methods = { listSearch: { searchEmbeddingModels } };

  async supplyData(this: ISupplyDataFunctions, itemIndex: number): Promise<SupplyData> {
    return supplyEmbeddings(this, itemIndex);
  }
}
