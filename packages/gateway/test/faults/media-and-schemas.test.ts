import { type JsonObject, PROTOCOL_NAMES } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { CHATS, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

const URL_OF_IMAGE = 'https://images.example/fox.png';
const DATA = Buffer.from('a picture of a fox').toString('base64');

/** The request that an upstream gets, as JSON. */
async function sent(face: keyof typeof CHATS, back: keyof typeof CHATS, body: object) {
  const upstream = await fakeUpstream();
  const { post } = await serve({ nodes: [node(back, upstream.url)] });
  const response = await post(CHATS[face].path, body);
  expect(response.status, await response.text()).toBe(200);
  return upstream.requests[0]?.text ?? '';
}

describe('a picture behind an address', () => {
  const QUESTIONS: Record<string, JsonObject> = {
    openai: {
      model: 'openai/gpt-4o',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: URL_OF_IMAGE } },
          ],
        },
      ],
    },
    anthropic: {
      model: 'anthropic/claude-sonnet-4.5',
      max_tokens: 100,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image', source: { type: 'url', url: URL_OF_IMAGE } },
          ],
        },
      ],
    },
    gemini: {
      contents: [
        {
          role: 'user',
          parts: [
            { text: 'What is this?' },
            { fileData: { mimeType: 'image/png', fileUri: URL_OF_IMAGE } },
          ],
        },
      ],
    },
  };
  const PLACES: Record<string, JsonObject> = {
    openai: { type: 'image_url', image_url: { url: URL_OF_IMAGE } },
    anthropic: { type: 'image', source: { type: 'url', url: URL_OF_IMAGE } },
    gemini: { fileData: { fileUri: URL_OF_IMAGE } },
  };

  it.each(PROTOCOL_NAMES)('from %s stays an address (no. 19)', async (face) => {
    for (const back of PROTOCOL_NAMES) {
      const body = JSON.parse(await sent(face, back, QUESTIONS[face] as JsonObject));
      const [message] = back === 'gemini' ? body.contents : body.messages;
      const parts = (message.parts ?? message.content) as JsonObject[];
      expect(parts[1]).toMatchObject(PLACES[back] as JsonObject);
    }
  });
});

describe('a picture in the result of a tool', () => {
  const body = {
    model: 'anthropic/claude-sonnet-4.5',
    max_tokens: 100,
    tools: [{ name: 'look', input_schema: { type: 'object' } }],
    messages: [
      { role: 'user', content: 'Look!' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'look', input: {} }] },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 't1',
            content: [
              { type: 'text', text: 'what I saw' },
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: DATA } },
            ],
          },
        ],
      },
    ],
  };

  it.each(PROTOCOL_NAMES)('reaches %s (no. 19)', async (back) => {
    const text = await sent('anthropic', back, body);
    expect(text).toContain('what I saw');
    expect(text).toContain(back === 'openai' ? `data:image/png;base64,${DATA}` : DATA);
    expect(text).not.toContain('[object Object]');
    // Nor is it there as the text of its block.
    expect(text).not.toContain('\\"base64\\"');
  });
});

describe('a schema that Google has no words for', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    additionalProperties: false,
    properties: {
      count: { type: 'integer', exclusiveMinimum: 0 },
      name: { type: ['string', 'null'] },
      kind: { const: 'fox' },
      tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
      either: { oneOf: [{ type: 'string' }, { $ref: '#/$defs/deep' }] },
    },
    propertyNames: { pattern: '^[a-z]+$' },
    required: ['count'],
    $defs: { deep: { type: 'object' } },
  };
  const TOOLS = {
    openai: [{ type: 'function', function: { name: 'f', parameters: schema } }],
    anthropic: [{ name: 'f', input_schema: schema }],
  };

  it.each(['openai', 'anthropic'] as const)(
    'from %s goes to Gemini in the field that takes them all (no. 20)',
    async (face) => {
      const text = await sent(face, 'gemini', { ...CHATS[face].body, tools: TOOLS[face] });
      const { tools } = JSON.parse(text);
      const [declaration] = tools[0].functionDeclarations;
      expect(declaration).not.toHaveProperty('parameters');
      const { $schema: _, ...said } = schema;
      expect(declaration.parametersJsonSchema).toEqual(said);
    },
  );
});
