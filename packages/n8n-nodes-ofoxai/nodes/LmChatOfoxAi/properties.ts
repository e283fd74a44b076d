import type { INodeProperties } from 'n8n-workflow';
import { withOptions } from '../../shared/chat-properties.ts';
import { modelProperty } from '../../shared/model-property.ts';

export const chatModelProperties: INodeProperties[] = [
  modelProperty('searchChatModels', 'openai/gpt-4o-mini', 'The model that answers'),
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    description: 'Additional options to add',
    options: withOptions([
      {
        displayName: 'JSON Schema',
        name: 'jsonSchema',
        type: 'json',
        typeOptions: { rows: 6 },
        default: '{\n  "type": "object",\n  "properties": {},\n  "additionalProperties": false\n}',
        displayOptions: { show: { responseFormat: ['schema'] } },
        description: 'The JSON Schema that the answer must satisfy',
      },
      {
        displayName: 'Response Format',
        name: 'responseFormat',
        type: 'options',
        options: [
          { name: 'JSON of a Schema', value: 'schema' },
          {
            name: 'JSON of Any Shape',
            value: 'json',
            description: 'Say in the prompt that you want JSON',
          },
          { name: 'Text', value: 'text' },
        ],
        default: 'text',
        description: 'What the answer should be; calls with tools answer in text',
      },
    ]),
  },
];
