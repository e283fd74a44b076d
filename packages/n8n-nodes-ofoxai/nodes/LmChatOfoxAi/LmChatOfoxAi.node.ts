import {
  type INodeType,
  type INodeTypeDescription,
  type ISupplyDataFunctions,
  NodeConnectionTypes,
  type SupplyData,
} from 'n8n-workflow';
import { searchChatModels } from '../../shared/model-search.ts';
import { chatModelProperties } from './properties.ts';
import { supplyChatModel } from './supply.ts';

export class LmChatOfoxAi implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'OfoxAI Chat Model',
    name: 'lmChatOfoxAi',
    icon: { light: 'file:../../icons/ofoxai.svg', dark: 'file:../../icons/ofoxai.dark.svg' },
    group: ['transform'],
    version: [1],
    defaultVersion: 1,
    subtitle: '={{ $parameter["model"].value }}',
    description: 'Any chat model of OfoxAI, for agents and chains',
    defaults: { name: 'OfoxAI Chat Model' },
    codex: {
      categories: ['AI'],
      subcategories: {
        AI: ['Language Models', 'Root Nodes'],
        'Language Models': ['Chat Models (Recommended)'],
      },
      alias: ['LLM', 'GPT', 'Claude', 'Gemini', 'OpenAI', 'Anthropic', 'OpenRouter', 'fallback'],
      resources: {
        primaryDocumentation: [
          { url: 'https://github.com/ofoxai/ofox/tree/main/packages/n8n-nodes-ofoxai#readme' },
        ],
      },
    },
    inputs: [],
    outputs: [NodeConnectionTypes.AiLanguageModel],
    outputNames: ['Model'],
    credentials: [{ name: 'ofoxAiApi', required: true }],
    properties: chatModelProperties,
  };

  methods = { listSearch: { searchChatModels } };

  async supplyData(this: ISupplyDataFunctions, itemIndex: number): Promise<SupplyData> {
    return supplyChatModel(this, itemIndex);
  }
}
