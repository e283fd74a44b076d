import type { INodeProperties } from 'n8n-workflow';

/** The model, from the searchable list or by id. */
export function modelProperty(
  searchListMethod: string,
  model: string,
  description: string,
): INodeProperties {
  return {
    displayName: 'Model',
    name: 'model',
    type: 'resourceLocator',
    default: { mode: 'list', value: model, cachedResultName: model },
    required: true,
    description,
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'Select a model...',
        typeOptions: { searchListMethod, searchable: true },
      },
      {
        displayName: 'ID',
        name: 'id',
        type: 'string',
        placeholder: `e.g. ${model}`,
        validation: [
          {
            type: 'regex',
            properties: { regex: '\\S+', errorMessage: 'The ID of a model must not be empty' },
          },
        ],
      },
    ],
  };
}
