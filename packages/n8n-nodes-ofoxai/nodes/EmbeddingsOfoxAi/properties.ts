import type { INodeProperties } from 'n8n-workflow';
import { headersProperty } from '../../shared/extra-headers.ts';
import { modelProperty } from '../../shared/model-property.ts';
import {
  fallbackPlaceProperty,
  fallbackProperty,
  retriesProperty,
  routingProperty,
  timeoutProperty,
} from '../../shared/provider-properties.ts';

export const embeddingsProperties: INodeProperties[] = [
  modelProperty(
    'searchEmbeddingModels',
    'openai/text-embedding-3-small',
    'The model that makes the vectors; a vector store must be read with the model that filled it',
  ),
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    description: 'Additional options to add',
    options: [
      headersProperty,
      {
        displayName: 'Batch Size',
        name: 'batchSize',
        type: 'number',
        typeOptions: { minValue: 1, maxValue: 2048 },
        default: 100,
        description: 'How many texts are sent in one request; some providers take no more than ten',
      },
      {
        displayName: 'Concurrency',
        name: 'concurrency',
        type: 'number',
        typeOptions: { minValue: 1, maxValue: 20 },
        default: 2,
        description: 'How many requests run at the same time',
      },
      {
        displayName: 'Dimensions',
        name: 'dimensions',
        type: 'number',
        typeOptions: { minValue: 1 },
        default: 1024,
        description: 'The length of the vectors, for models that can shorten them',
      },
      fallbackPlaceProperty,
      fallbackProperty,
      retriesProperty,
      routingProperty,
      {
        displayName: 'Strip New Lines',
        name: 'stripNewLines',
        type: 'boolean',
        default: false,
        description: 'Whether to replace line breaks by spaces, as some old models want it',
      },
      timeoutProperty,
    ],
  },
];
