import type { INodeProperties } from 'n8n-workflow';
import { notFor } from '../../../../shared/fitting.ts';
import { modelProperty } from '../../../../shared/model-property.ts';
import { requestOptions, show } from '../common-properties.ts';

const forImage = show('image', 'generate');

export const imageOperation: INodeProperties = {
  displayName: 'Operation',
  name: 'operation',
  type: 'options',
  noDataExpression: true,
  displayOptions: { show: { resource: ['image'] } },
  options: [
    {
      name: 'Generate',
      value: 'generate',
      description: 'Make images from a description',
      action: 'Generate an image',
    },
  ],
  default: 'generate',
};

const imageOptions: INodeProperties[] = [
  ...requestOptions,
  {
    displayName: 'Background',
    name: 'background',
    type: 'options',
    displayOptions: notFor('google'),
    options: [
      { name: 'Automatic', value: 'auto' },
      { name: 'Opaque', value: 'opaque' },
      { name: 'Transparent', value: 'transparent' },
    ],
    default: 'auto',
  },
  {
    displayName: 'Format',
    name: 'outputFormat',
    type: 'options',
    displayOptions: notFor('google'),
    options: [
      { name: 'JPEG', value: 'jpeg' },
      { name: 'PNG', value: 'png' },
      { name: 'WebP', value: 'webp' },
    ],
    default: 'png',
  },
  {
    displayName: 'Put Output in Field',
    name: 'binaryField',
    type: 'string',
    default: 'data',
    hint: 'The name of the output binary field for the image',
  },
  {
    displayName: 'Quality',
    name: 'quality',
    type: 'options',
    displayOptions: notFor('google'),
    options: [
      { name: 'Automatic', value: 'auto' },
      { name: 'HD', value: 'hd' },
      { name: 'High', value: 'high' },
      { name: 'Low', value: 'low' },
      { name: 'Medium', value: 'medium' },
      { name: 'Standard', value: 'standard' },
    ],
    default: 'auto',
  },
];

export const imageProperties: INodeProperties[] = [
  {
    ...modelProperty(
      'searchImageModels',
      'openai/gpt-image-1.5',
      'The model that makes the images',
    ),
    displayOptions: forImage,
  },
  {
    displayName: 'Prompt',
    name: 'prompt',
    type: 'string',
    typeOptions: { rows: 3 },
    required: true,
    default: '',
    placeholder: 'e.g. A fox reading a newspaper, watercolour',
    description: 'What the images should show',
    displayOptions: forImage,
  },
  {
    displayName: 'Number of Images',
    name: 'n',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: 10 },
    default: 1,
    description: 'How many images to make; each becomes an item of its own',
    displayOptions: forImage,
  },
  {
    displayName: 'Size',
    name: 'size',
    type: 'string',
    default: 'auto',
    placeholder: 'e.g. 1024x1024',
    description: 'Width x height in pixels, or auto; the model may deliver another size',
    displayOptions: forImage,
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    options: imageOptions.sort((a, b) => a.displayName.localeCompare(b.displayName)),
    displayOptions: forImage,
  },
];
