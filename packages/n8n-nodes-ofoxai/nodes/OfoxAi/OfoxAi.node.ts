import {
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  NodeConnectionTypes,
} from 'n8n-workflow';
import {
  searchAllModels,
  searchChatModels,
  searchEmbeddingModels,
  searchImageModels,
} from '../../shared/model-search.ts';
import { executeItems } from './execute.ts';
import { chatOperation, chatProperties } from './resources/chat/properties.ts';
import { embeddingOperation, embeddingProperties } from './resources/embedding/properties.ts';
import { imageOperation, imageProperties } from './resources/image/properties.ts';
import { modelOperation, modelProperties } from './resources/model/properties.ts';

export class OfoxAi implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'OfoxAI',
    name: 'ofoxAi',
    icon: { light: 'file:../../icons/ofoxai.svg', dark: 'file:../../icons/ofoxai.dark.svg' },
    group: ['transform'],
    version: [1],
    defaultVersion: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Chat, embed and make images with any model of OfoxAI',
    defaults: { name: 'OfoxAI' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'ofoxAiApi', required: true }],
    properties: [
      {
        displayName: 'Resource',
        name: 'resource',
        type: 'options',
        noDataExpression: true,
        options: [
          { name: 'Chat', value: 'chat' },
          { name: 'Embedding', value: 'embedding' },
          { name: 'Image', value: 'image' },
          { name: 'Model', value: 'model' },
        ],
        default: 'chat',
      },
      chatOperation,
      embeddingOperation,
      imageOperation,
      modelOperation,
      ...chatProperties,
      ...embeddingProperties,
      ...imageProperties,
      ...modelProperties,
    ],
  };

  methods = {
    listSearch: { searchAllModels, searchChatModels, searchEmbeddingModels, searchImageModels },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return [await executeItems(this)];
  }
}
