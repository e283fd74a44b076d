import type { INodeProperties } from 'n8n-workflow';
import { withOptions } from '../../../../shared/chat-properties.ts';
import { notFor } from '../../../../shared/fitting.ts';
import { modelProperty } from '../../../../shared/model-property.ts';
import { commonOptions, show } from '../common-properties.ts';

const forChat = show('chat', 'complete');

export const chatOperation: INodeProperties = {
  displayName: 'Operation',
  name: 'operation',
  type: 'options',
  noDataExpression: true,
  displayOptions: { show: { resource: ['chat'] } },
  options: [
    {
      name: 'Complete',
      value: 'complete',
      description: 'Have a model answer a conversation, with images and files if need be',
      action: 'Complete a chat',
    },
  ],
  default: 'complete',
};

const messages: INodeProperties = {
  displayName: 'Messages',
  name: 'messages',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  placeholder: 'Add Message',
  default: { values: [{ role: 'user', content: '' }] },
  options: [
    {
      displayName: 'Message',
      name: 'values',
      values: [
        {
          displayName: 'Role',
          name: 'role',
          type: 'options',
          options: [
            { name: 'Assistant', value: 'assistant' },
            { name: 'System', value: 'system' },
            { name: 'User', value: 'user' },
          ],
          default: 'user',
          description: 'Who says it',
        },
        {
          displayName: 'Text',
          name: 'content',
          type: 'string',
          typeOptions: { rows: 3 },
          default: '',
          placeholder: 'e.g. What is in this picture?',
        },
        {
          displayName: 'Binary Fields',
          name: 'binaryFields',
          type: 'string',
          default: '',
          placeholder: 'e.g. data, photo',
          hint: 'Input binary fields with images, PDFs, sounds, videos or texts, with commas between them',
          displayOptions: { show: { role: ['user'] } },
        },
        {
          displayName: 'Image URLs',
          name: 'imageUrls',
          type: 'string',
          default: '',
          placeholder: 'e.g. https://example.com/cat.png',
          hint: 'With commas between them; the provider must be able to reach them',
          displayOptions: { show: { role: ['user'] } },
        },
      ],
    },
  ],
  displayOptions: { show: { ...forChat.show, messagesFrom: ['fields'] } },
};

export const chatProperties: INodeProperties[] = [
  {
    ...modelProperty('searchChatModels', 'openai/gpt-4o-mini', 'The model that answers'),
    displayOptions: forChat,
  },
  {
    displayName: 'System Prompt',
    name: 'system',
    type: 'string',
    typeOptions: { rows: 2 },
    default: '',
    placeholder: 'e.g. You are a friendly assistant',
    description: 'What the model is to know and to heed before the conversation begins',
    displayOptions: forChat,
  },
  {
    displayName: 'Messages From',
    name: 'messagesFrom',
    type: 'options',
    options: [
      { name: 'Fields Below', value: 'fields' },
      { name: 'JSON', value: 'json', description: 'A list of messages as OpenAI writes them' },
    ],
    default: 'fields',
    displayOptions: forChat,
  },
  messages,
  {
    displayName: 'Messages (JSON)',
    name: 'messagesJson',
    type: 'json',
    typeOptions: { rows: 5 },
    default: '[\n  { "role": "user", "content": "Hello" }\n]',
    description: 'A list of messages in the format of OpenAI, such as a conversation stored before',
    displayOptions: { show: { ...forChat.show, messagesFrom: ['json'] } },
  },
  {
    displayName: 'Output Format',
    name: 'outputFormat',
    type: 'options',
    options: [
      {
        name: 'JSON Like an Example',
        value: 'example',
        description: 'An object like one you give',
      },
      {
        name: 'JSON of a Schema',
        value: 'schema',
        description: 'An object that satisfies a schema',
      },
      { name: 'JSON of Any Shape', value: 'json', description: 'Any JSON object' },
      { name: 'Text', value: 'text' },
    ],
    default: 'text',
    description: 'What the answer should be; JSON is parsed into the field "output"',
    displayOptions: forChat,
  },
  {
    displayName:
      'Say in the prompt that you want JSON: many models refuse JSON of any shape otherwise.',
    name: 'jsonNotice',
    type: 'notice',
    default: '',
    displayOptions: { show: { ...forChat.show, outputFormat: ['json'] } },
  },
  {
    displayName: 'JSON Example',
    name: 'jsonExample',
    type: 'json',
    typeOptions: { rows: 5 },
    default: '{\n  "city": "Vienna",\n  "inhabitants": 2028289\n}',
    description: 'An object with the fields and kinds of value that you want',
    displayOptions: { show: { ...forChat.show, outputFormat: ['example'] } },
  },
  {
    displayName: 'JSON Schema',
    name: 'jsonSchema',
    type: 'json',
    typeOptions: { rows: 8 },
    default:
      '{\n  "type": "object",\n  "properties": {\n    "city": { "type": "string" }\n  },\n  "required": ["city"],\n  "additionalProperties": false\n}',
    description: 'The JSON Schema of the object that you want',
    displayOptions: { show: { ...forChat.show, outputFormat: ['schema'] } },
  },
  {
    displayName: 'Simplify',
    name: 'simplify',
    type: 'boolean',
    default: true,
    description: 'Whether to return a simplified version of the response instead of the raw data',
    displayOptions: forChat,
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    options: withOptions([
      ...commonOptions,
      {
        displayName: 'Include Reasoning',
        name: 'includeReasoning',
        type: 'boolean',
        default: true,
        description: 'Whether the thoughts of the model should be asked for and returned',
      },
      {
        displayName: 'Log Probabilities',
        name: 'logprobs',
        type: 'number',
        displayOptions: notFor('anthropic'),
        typeOptions: { minValue: 0, maxValue: 20 },
        default: 0,
        description:
          'Return the probability of each token and of this many alternatives, where the model supports it',
      },
    ]),
    displayOptions: forChat,
  },
];
