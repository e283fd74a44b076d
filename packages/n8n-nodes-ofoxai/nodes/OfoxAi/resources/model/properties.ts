import type { INodeProperties } from 'n8n-workflow';
import { modelProperty } from '../../../../shared/model-property.ts';
import { retriesProperty, timeoutProperty } from '../../../../shared/provider-properties.ts';
import { show } from '../common-properties.ts';

const forMany = show('model', 'getAll');

export const modelOperation: INodeProperties = {
  displayName: 'Operation',
  name: 'operation',
  type: 'options',
  noDataExpression: true,
  displayOptions: { show: { resource: ['model'] } },
  options: [
    {
      name: 'Get',
      value: 'get',
      description: 'Retrieve one model with its prices and limits',
      action: 'Get a model',
    },
    {
      name: 'Get Many',
      value: 'getAll',
      description: 'Retrieve the models of the catalogue, by price, context or kind',
      action: 'Get many models',
    },
  ],
  default: 'getAll',
};

const modalities = [
  { name: 'Audio', value: 'audio' },
  { name: 'File', value: 'file' },
  { name: 'Image', value: 'image' },
  { name: 'Text', value: 'text' },
  { name: 'Video', value: 'video' },
];

export const modelProperties: INodeProperties[] = [
  {
    ...modelProperty('searchAllModels', 'openai/gpt-4o-mini', 'The model to retrieve'),
    displayOptions: show('model', 'get'),
  },
  {
    displayName: 'Return All',
    name: 'returnAll',
    type: 'boolean',
    default: false,
    description: 'Whether to return all results or only up to a given limit',
    displayOptions: forMany,
  },
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 50,
    description: 'Max number of results to return',
    displayOptions: { show: { ...forMany.show, returnAll: [false] } },
  },
  {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add Filter',
    default: {},
    options: [
      {
        displayName: 'Input Kinds',
        name: 'inputModalities',
        type: 'multiOptions',
        options: modalities,
        default: [],
        description: 'What the model must be able to take',
      },
      {
        displayName: 'Max Input Price',
        name: 'maxInputPrice',
        type: 'number',
        typeOptions: { minValue: 0, numberPrecision: 4 },
        default: 1,
        description: 'USD per million tokens that are read',
      },
      {
        displayName: 'Max Output Price',
        name: 'maxOutputPrice',
        type: 'number',
        typeOptions: { minValue: 0, numberPrecision: 4 },
        default: 5,
        description: 'USD per million tokens that are written',
      },
      {
        displayName: 'Min Context',
        name: 'minContext',
        type: 'number',
        typeOptions: { minValue: 0 },
        default: 128000,
        description: 'How many tokens the model must be able to read',
      },
      {
        displayName: 'Output Kinds',
        name: 'outputModalities',
        type: 'multiOptions',
        options: [
          { name: 'Embeddings', value: 'embeddings' },
          { name: 'Image', value: 'image' },
          { name: 'Text', value: 'text' },
        ],
        default: [],
        description: 'What the model must be able to make',
      },
      {
        displayName: 'Search',
        name: 'search',
        type: 'string',
        default: '',
        placeholder: 'e.g. claude',
        description: 'Words that must occur in the ID, the name or the description',
      },
      {
        displayName: 'Supports Tools',
        name: 'tools',
        type: 'boolean',
        default: true,
        description: 'Whether the model must be able to call tools',
      },
    ],
    displayOptions: forMany,
  },
  {
    displayName: 'Simplify',
    name: 'simplify',
    type: 'boolean',
    default: true,
    description: 'Whether to return a simplified version of the response instead of the raw data',
    displayOptions: show('model', 'get', 'getAll'),
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    options: [retriesProperty, timeoutProperty],
    displayOptions: show('model', 'get', 'getAll'),
  },
];
