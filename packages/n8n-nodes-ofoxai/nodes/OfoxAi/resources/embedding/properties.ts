import type { INodeProperties } from 'n8n-workflow';
import { modelProperty } from '../../../../shared/model-property.ts';
import { requestOptions, show } from '../common-properties.ts';

const forAll = show('embedding', 'create', 'similarity');

export const embeddingOperation: INodeProperties = {
  displayName: 'Operation',
  name: 'operation',
  type: 'options',
  noDataExpression: true,
  displayOptions: { show: { resource: ['embedding'] } },
  options: [
    {
      name: 'Create',
      value: 'create',
      description: 'Turn a text into a vector, or a list of texts into vectors',
      action: 'Create an embedding',
    },
    {
      name: 'Compare',
      value: 'similarity',
      description: 'Tell how similar in meaning the items are to a text or to one another',
      action: 'Compare items by meaning',
    },
  ],
  default: 'create',
};

const dimensions: INodeProperties = {
  displayName: 'Dimensions',
  name: 'dimensions',
  type: 'number',
  typeOptions: { minValue: 1 },
  default: 1024,
  description: 'The length of the vectors, for models that can shorten them',
};

const perRequest: INodeProperties = {
  displayName: 'Items per Request',
  name: 'itemsPerRequest',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 2048 },
  default: 100,
  description:
    'How many items are sent in one request. The usage is then told with the first of them. Without this option each item is a request.',
};

function optionsWith(...more: INodeProperties[]): INodeProperties[] {
  return [...requestOptions, ...more].sort((a, b) => a.displayName.localeCompare(b.displayName));
}

export const embeddingProperties: INodeProperties[] = [
  {
    ...modelProperty(
      'searchEmbeddingModels',
      'openai/text-embedding-3-small',
      'The model that makes the vectors',
    ),
    displayOptions: forAll,
  },
  {
    displayName: 'Text',
    name: 'text',
    type: 'string',
    typeOptions: { rows: 3 },
    required: true,
    default: '',
    placeholder: 'e.g. {{ $json.text }}',
    description: 'The text of the item; an expression may give a list of texts',
    displayOptions: show('embedding', 'create'),
  },
  {
    displayName: 'Text',
    name: 'text',
    type: 'string',
    typeOptions: { rows: 3 },
    required: true,
    default: '',
    placeholder: 'e.g. {{ $json.text }}',
    description: 'The text of the item that is compared',
    displayOptions: show('embedding', 'similarity'),
  },
  {
    displayName: 'Compare With',
    name: 'compareWith',
    type: 'options',
    options: [
      {
        name: 'Other Items',
        value: 'items',
        description: 'Each item tells which other items are most similar to it',
      },
      { name: 'Text', value: 'query', description: 'Each item tells how similar it is to a text' },
    ],
    default: 'query',
    displayOptions: show('embedding', 'similarity'),
  },
  {
    displayName: 'Compared Text',
    name: 'query',
    type: 'string',
    typeOptions: { rows: 2 },
    required: true,
    default: '',
    placeholder: 'e.g. How do I reset my password?',
    description: 'The text with which all items are compared',
    displayOptions: { show: { ...show('embedding', 'similarity').show, compareWith: ['query'] } },
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    options: optionsWith(dimensions, perRequest),
    displayOptions: show('embedding', 'create'),
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    options: optionsWith(dimensions, {
      displayName: 'Similar Items',
      name: 'top',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 3,
      description: 'How many of the most similar items are told when items are compared',
    }),
    displayOptions: show('embedding', 'similarity'),
  },
];
