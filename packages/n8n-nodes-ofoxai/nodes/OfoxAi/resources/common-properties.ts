import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { headersProperty } from '../../../shared/extra-headers.ts';
import {
  fallbackPlaceProperty,
  fallbackProperty,
  retriesProperty,
  routingProperty,
  timeoutProperty,
} from '../../../shared/provider-properties.ts';

export function show(
  resource: string,
  ...operations: string[]
): IDisplayOptions & { show: object } {
  return { show: { resource: [resource], operation: operations } };
}

/** Options that every request to a model has. */
export const commonOptions: INodeProperties[] = [
  {
    displayName: 'Batch Interval',
    name: 'batchInterval',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: 1000,
    description: 'Milliseconds to wait between two batches of items',
  },
  {
    displayName: 'Batch Size',
    name: 'batchSize',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: 100 },
    default: 5,
    description: 'How many requests run at the same time; one after the other without this option',
  },
  {
    displayName: 'Include Response Headers',
    name: 'includeHeaders',
    type: 'boolean',
    default: false,
    description: 'Whether to add the headers of the response to the output',
  },
];

export const requestOptions: INodeProperties[] = [
  headersProperty,
  ...commonOptions,
  fallbackPlaceProperty,
  fallbackProperty,
  retriesProperty,
  routingProperty,
  timeoutProperty,
];
