import { setTimeout as delay } from 'node:timers/promises';
import {
  completable,
  fromJsonSchema,
  type McpServer,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import { z } from 'zod';

/** One red pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
/** A header and no sound. */
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

const text = (value: string) => ({ type: 'text' as const, text: value });
const image = { type: 'image' as const, data: PNG, mimeType: 'image/png' };

/** The referee's tools, resources and prompts that only hand out content. */
export function registerContentFixtures(server: McpServer): void {
  const tool = (name: string) => ({ description: `Fixture ${name}` });
  server.registerTool('test_simple_text', tool('text'), () => ({
    content: [text('This is a simple text response for testing.')],
  }));
  server.registerTool('test_image_content', tool('image'), () => ({ content: [image] }));
  server.registerTool('test_audio_content', tool('audio'), () => ({
    content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }],
  }));
  server.registerTool('test_embedded_resource', tool('resource'), () => ({
    content: [
      {
        type: 'resource',
        resource: {
          uri: 'test://embedded-resource',
          mimeType: 'text/plain',
          text: 'This is an embedded resource content.',
        },
      },
    ],
  }));
  server.registerTool('test_multiple_content_types', tool('mixed'), () => ({
    content: [
      text('Multiple content types test:'),
      image,
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: '{"test":"data","value":123}',
        },
      },
    ],
  }));
  server.registerTool('test_error_handling', tool('error'), () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
  server.registerTool('test_tool_with_logging', tool('logging'), async ({ mcpReq }) => {
    for (const line of [
      'Tool execution started',
      'Tool processing data',
      'Tool execution completed',
    ]) {
      await mcpReq.log('info', line);
      await delay(50);
    }
    return { content: [text('done')] };
  });
  server.registerTool('test_logging_tool', tool('logging, quietly'), async ({ mcpReq }) => {
    await mcpReq.log('info', 'nobody asked for this');
    return { content: [text('done')] };
  });
  server.registerTool('test_tool_with_progress', tool('progress'), async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined) {
        const params = { progressToken, progress, total: 100 };
        await mcpReq.notify({ method: 'notifications/progress', params });
      }
      await delay(50);
    }
    return { content: [text('done')] };
  });
  registerResources(server);
  registerPrompts(server);
  registerSchemas(server);
}

/** Tools whose schemas hold words that few servers use. */
function registerSchemas(server: McpServer): void {
  const region = z.string().meta({ 'x-mcp-header': 'Region' });
  server.registerTool(
    'test_custom_header',
    { description: 'Fixture', inputSchema: z.object({ region }) },
    (args) => ({ content: [text(args.region)] }),
  );
  const config = { description: 'Fixture', inputSchema: fromJsonSchema(WORDS_OF_2020_12) };
  server.registerTool('json_schema_2020_12_tool', config, () => ({ content: [text('done')] }));
}

const WORDS_OF_2020_12 = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema.
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
} as const;

function registerResources(server: McpServer): void {
  const config = { description: 'Fixture' };
  server.registerResource('static-text', 'test://static-text', config, ({ href: uri }) => ({
    contents: [
      { uri, mimeType: 'text/plain', text: 'This is the content of the static text resource.' },
    ],
  }));
  server.registerResource('static-binary', 'test://static-binary', config, ({ href: uri }) => ({
    contents: [{ uri, mimeType: 'image/png', blob: PNG }],
  }));
  server.registerResource('watched', 'test://watched-resource', config, ({ href: uri }) => ({
    contents: [{ uri, mimeType: 'text/plain', text: 'watched' }],
  }));
  const template = new ResourceTemplate('test://template/{id}/data', { list: undefined });
  server.registerResource('template', template, config, ({ href: uri }, { id }) => ({
    contents: [
      {
        uri,
        mimeType: 'application/json',
        text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
      },
    ],
  }));
  server.server.setRequestHandler('resources/subscribe', () => ({}));
  server.server.setRequestHandler('resources/unsubscribe', () => ({}));
  server.server.setRequestHandler('logging/setLevel', () => ({}));
}

function registerPrompts(server: McpServer): void {
  const user = 'user' as const;
  const config = { description: 'Fixture' };
  server.registerPrompt('test_simple_prompt', config, () => ({
    messages: [{ role: user, content: text('This is a simple prompt for testing.') }],
  }));
  const two = z.object({
    arg1: completable(z.string(), (value) =>
      ['paris', 'park'].filter((one) => one.startsWith(value)),
    ),
    arg2: z.string(),
  });
  server.registerPrompt('test_prompt_with_arguments', { ...config, argsSchema: two }, (args) => ({
    messages: [
      {
        role: user,
        content: text(`Prompt with arguments: arg1='${args.arg1}', arg2='${args.arg2}'`),
      },
    ],
  }));
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { ...config, argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri: uri }) => ({
      messages: [
        {
          role: user,
          content: {
            type: 'resource',
            resource: {
              uri,
              mimeType: 'text/plain',
              text: 'Embedded resource content for testing.',
            },
          },
        },
        { role: user, content: text('Please process the embedded resource above.') },
      ],
    }),
  );
  server.registerPrompt('test_prompt_with_image', config, () => ({
    messages: [
      { role: user, content: image },
      { role: user, content: text('Please analyze the image above.') },
    ],
  }));
}
