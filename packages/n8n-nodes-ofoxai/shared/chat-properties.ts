import type { INodeProperties } from 'n8n-workflow';
import { headersProperty } from './extra-headers.ts';
import { notFor } from './fitting.ts';
import {
  fallbackPlaceProperty,
  fallbackProperty,
  retriesProperty,
  routingProperty,
  timeoutProperty,
} from './provider-properties.ts';

const protocol: INodeProperties = {
  displayName: 'Protocol',
  name: 'protocol',
  type: 'options',
  options: [
    { name: 'Anthropic', value: 'anthropic' },
    {
      name: 'Automatic',
      value: 'auto',
      description: 'Anthropic for anthropic/…, Gemini for google/…, OpenAI for all others',
    },
    { name: 'Gemini', value: 'gemini' },
    { name: 'OpenAI', value: 'openai' },
  ],
  default: 'auto',
  description: 'The API in whose words the model is asked; the answer looks the same',
};

/** Options of a conversation that the action node and the chat model share, in n8n's order. */
const chatOptions: INodeProperties[] = [
  {
    displayName: 'Additional Body Fields',
    name: 'extraBody',
    type: 'json',
    default: '{}',
    description:
      'Fields that this node does not know, as the chosen protocol writes them. They are added to the request.',
  },
  headersProperty,
  {
    displayName: 'Cache Prompt',
    name: 'cache',
    type: 'options',
    displayOptions: notFor('google', 'openai'),
    options: [
      { name: 'Five Minutes', value: '5m' },
      { name: 'Off', value: 'off' },
      { name: 'One Hour', value: '1h' },
    ],
    default: 'off',
    description:
      'Mark the system prompt and the tools to be cached by the provider, which makes repeated calls cheaper. Only some providers need the mark.',
  },
  {
    displayName: 'End User',
    name: 'user',
    type: 'string',
    displayOptions: notFor('google'),
    default: '',
    description: "An opaque ID of the end user, for the provider's abuse detection",
  },
  fallbackPlaceProperty,
  fallbackProperty,
  {
    displayName: 'Frequency Penalty',
    name: 'frequencyPenalty',
    type: 'number',
    displayOptions: notFor('anthropic'),
    typeOptions: { minValue: -2, maxValue: 2, numberPrecision: 2 },
    default: 0,
    description: 'Positive values make the repetition of words less likely',
  },
  retriesProperty,
  {
    displayName: 'Maximum Number of Tokens',
    name: 'maxTokens',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 4096,
    description: 'The most tokens that the answer may have',
  },
  {
    displayName: 'Presence Penalty',
    name: 'presencePenalty',
    type: 'number',
    displayOptions: notFor('anthropic'),
    typeOptions: { minValue: -2, maxValue: 2, numberPrecision: 2 },
    default: 0,
    description: 'Positive values make new topics more likely',
  },
  protocol,
  {
    displayName: 'Reasoning Budget',
    name: 'reasoningBudget',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: 4096,
    description: 'The most tokens that the model may think; 0 for no thinking',
  },
  {
    displayName: 'Reasoning Effort',
    name: 'reasoningEffort',
    type: 'options',
    options: [
      { name: 'High', value: 'high' },
      { name: 'Low', value: 'low' },
      { name: 'Maximum', value: 'max' },
      { name: 'Medium', value: 'medium' },
      { name: 'Minimal', value: 'minimal' },
      { name: 'None', value: 'none' },
      { name: 'Very High', value: 'xhigh' },
    ],
    default: 'medium',
    description: 'How much the model should think before it answers, for models that can',
  },
  routingProperty,
  {
    displayName: 'Sampling Temperature',
    name: 'temperature',
    type: 'number',
    typeOptions: { minValue: 0, maxValue: 2, numberPrecision: 2 },
    default: 0.7,
    description: 'Lower values make the answer more predictable, higher ones more varied',
  },
  {
    displayName: 'Seed',
    name: 'seed',
    type: 'number',
    displayOptions: notFor('anthropic'),
    typeOptions: { numberPrecision: 0 },
    default: 0,
    description: 'The same seed makes similar answers more likely, where the provider supports it',
  },
  {
    displayName: 'Service Tier',
    name: 'serviceTier',
    type: 'string',
    displayOptions: notFor('google'),
    default: '',
    placeholder: 'e.g. flex',
    description: "The provider's own word for how quickly the request is to be served",
  },
  {
    displayName: 'Stop Sequences',
    name: 'stop',
    type: 'string',
    typeOptions: { multipleValues: true },
    default: [],
    description: 'Texts at which the answer ends',
  },
  timeoutProperty,
  {
    displayName: 'Top K',
    name: 'topK',
    type: 'number',
    displayOptions: notFor('openai'),
    typeOptions: { minValue: 0 },
    default: 40,
    description: 'Choose each word among so many of the likeliest',
  },
  {
    displayName: 'Top P',
    name: 'topP',
    type: 'number',
    typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
    default: 1,
    description: 'Choose each word among the likeliest that make up this share of the probability',
  },
];

/** The options, with more of them in their place by the alphabet. */
export function withOptions(more: INodeProperties[], base = chatOptions): INodeProperties[] {
  return [...base, ...more].sort((a, b) => a.displayName.localeCompare(b.displayName));
}
