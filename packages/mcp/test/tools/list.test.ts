import { expect, test } from 'vitest';
import { call, connectTo } from '../support/connect.ts';
import { makeApp } from '../support/start.ts';

const NOBODY = 'http://127.0.0.1:9';

/** Keywords that clients built on Gemini pass on and its API refuses, or that models misread. */
const FORBIDDEN = [
  ...['$schema', '$ref', '$defs', 'additionalProperties', 'propertyNames', 'patternProperties'],
  ...['exclusiveMinimum', 'exclusiveMaximum', 'anyOf', 'oneOf', 'allOf', 'not', 'const', 'default'],
];

async function listTools(args: string[] = []) {
  return (await connectTo(makeApp(NOBODY, { args }))).listTools();
}

test('the default tools take less than 4 KB of a context', async () => {
  const { tools } = await listTools();
  expect(Buffer.byteLength(JSON.stringify({ tools }))).toBeLessThanOrEqual(4096);
});

test('every schema is one that all clients can pass on', async () => {
  const { tools } = await listTools(['--toolsets', 'all']);
  expect(tools).toHaveLength(5);
  const check = (schema: unknown, path: string) => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [key, value] of Object.entries(schema)) {
      if (!path.endsWith('.properties')) expect(FORBIDDEN, `${path}.${key}`).not.toContain(key);
      check(value, `${path}.${key}`);
    }
    if ('type' in schema && typeof schema.type !== 'object') {
      expect(typeof schema.type, path).toBe('string');
      if (schema.type === 'array') expect(schema, path).toHaveProperty('items.type');
      if (schema.type === 'object') expect(schema, path).toHaveProperty('properties');
      if ('enum' in schema) expect(schema.type).toBe('string');
    }
  };
  for (const { name, inputSchema } of tools) check(inputSchema, name);
});

test('tools that cost money do not pass for harmless', async () => {
  const { tools } = await listTools(['--toolsets', 'all']);
  for (const { name, annotations, description, title } of tools) {
    expect(annotations?.readOnlyHint, name).toBe(name === 'find_models');
    expect(annotations?.openWorldHint, name).toBe(true);
    expect(`${title} ${description}`, name).toMatch(
      name === 'find_models' ? /Free/ : /Costs money/,
    );
  }
});

test.each([
  [['--read-only'], ['find_models']],
  [['--read-only', '--tools', 'chat,find_models'], ['find_models']],
  [['--tools', 'chat'], ['chat']],
  [['--tools', 'rank_texts'], ['rank_texts']],
  [['--toolsets', 'embeddings'], ['rank_texts']],
  [
    ['--toolsets', 'embeddings', '--tools', 'chat'],
    ['chat', 'rank_texts'],
  ],
  [
    ['--exclude-tools', 'chat,compare'],
    ['find_models', 'generate_image'],
  ],
  [['--tools', 'chat', '--exclude-tools', 'chat'], []],
])('%j offers %j', async (args, names) => {
  const client = await connectTo(makeApp(NOBODY, { args }));
  const { tools } = names.length > 0 ? await client.listTools() : { tools: [] };
  expect(tools.map(({ name }) => name)).toEqual(names);
  const prompts =
    names.length > 0 ? (await client.listPrompts().catch(() => ({ prompts: [] }))).prompts : [];
  expect(prompts.some(({ name }) => name === 'second_opinion')).toBe(names.includes('chat'));
});

test.each([
  [[], true],
  [['--http', '--port', '0', '--stateless'], false],
])('%j remembers conversations: %s', async (args, remembers) => {
  const { tools } = await listTools(args);
  const chat = tools.find(({ name }) => name === 'chat');
  expect('conversation_id' in (chat?.inputSchema.properties ?? {})).toBe(remembers);
  const client = await connectTo(makeApp(NOBODY, { args }));
  const asked = { prompt: 'Hi', conversation_id: 'a' };
  const { isError, text } = await call(client, 'chat', asked);
  expect(isError).toBe(true);
  expect(text.includes('conversation_id')).toBe(!remembers);
});

test('every prompt and resource has a description', async () => {
  const client = await connectTo(makeApp(NOBODY));
  const { prompts } = await client.listPrompts();
  const { resources } = await client.listResources();
  const { resourceTemplates } = await client.listResourceTemplates();
  for (const { description } of [...prompts, ...resources, ...resourceTemplates]) {
    expect(description?.length).toBeGreaterThan(10);
  }
});
