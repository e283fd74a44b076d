import type { INodeProperties } from 'n8n-workflow';

export const routingProperty: INodeProperties = {
  displayName: 'Routing',
  name: 'routing',
  type: 'options',
  options: [
    {
      name: 'Balanced',
      value: 'balanced',
      description: 'Spread requests evenly over the providers of the model',
    },
    { name: 'Cost', value: 'cost', description: 'Ask the cheapest provider first' },
    { name: 'Latency', value: 'latency', description: 'Ask the quickest provider first' },
    {
      name: 'Priority',
      value: 'priority',
      description: 'Ask providers in the order of the service',
    },
  ],
  default: 'priority',
  description: 'How to choose among the providers that serve the model',
};

export const fallbackProperty: INodeProperties = {
  displayName: 'Fallback Models',
  name: 'fallback',
  type: 'string',
  default: '',
  placeholder: 'e.g. anthropic/claude-sonnet-4.5, google/gemini-2.5-flash',
  description:
    'Comma-separated models to try in this order when the model fails, is overloaded or times out. The output tells which one answered.',
};

export const fallbackPlaceProperty: INodeProperties = {
  displayName: 'Fallback Made By',
  name: 'fallbackBy',
  type: 'options',
  options: [
    {
      name: 'Node',
      value: 'node',
      description: 'The node goes through the list itself, each model in its own protocol',
    },
    { name: 'Service', value: 'service', description: 'The service goes through the list' },
  ],
  default: 'service',
  description: 'Who goes through the fallback models',
};

export const retriesProperty: INodeProperties = {
  displayName: 'Max Retries',
  name: 'maxRetries',
  type: 'number',
  typeOptions: { minValue: 0, maxValue: 10 },
  default: 2,
  description:
    'How often a request that failed in passing is sent again. A wait that the service asks for is obeyed; a request that may have been charged is never repeated.',
};

export const timeoutProperty: INodeProperties = {
  displayName: 'Timeout',
  name: 'timeout',
  type: 'number',
  typeOptions: { minValue: 0 },
  default: 300,
  description:
    'How many seconds the answer may take to begin, for each try; 0 for any time. An answer that has begun may be silent for two minutes.',
};
