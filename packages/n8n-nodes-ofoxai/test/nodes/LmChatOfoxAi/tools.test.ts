import type { Tool } from '@n8n/ai-node-sdk';
import { expect, it } from 'vitest';
import { readToolChoice, readTools } from '../../../nodes/LmChatOfoxAi/tools.ts';

const read = (...schemas: unknown[]) => {
  const tools = schemas.map((inputSchema, index) => ({
    ...functionTool,
    name: `f${index}`,
    inputSchema,
  }));
  return readTools(tools as Tool[], (tool) => tool.inputSchema);
};
const functionTool = { type: 'function' as const, description: 'Does it' };

it('reads JSON Schema, and makes an object of what does not say what it is', () => {
  const { tools, warnings } = read(
    { $schema: 'x', type: 'object', properties: { n: { type: 'number' } } },
    { properties: {} },
    undefined,
  );
  expect(tools.map(({ parameters }) => parameters)).toEqual([
    { type: 'object', properties: { n: { type: 'number' } } },
    { type: 'object', properties: {} },
    { type: 'object', properties: {} },
  ]);
  expect(warnings).toEqual([]);
});

it('has a schema of another copy of Zod write itself', () => {
  const written = { type: 'object', properties: { city: { type: 'string' } } };
  const { tools, warnings } = read({ _zod: {}, toJSONSchema: () => written });
  expect(tools[0]?.parameters).toEqual(written);
  expect(warnings).toEqual([]);
});

it('tells of schemas that nobody can read, and of tools of one provider', () => {
  const failing = {
    _zod: {},
    toJSONSchema: () => {
      throw new Error('Dates cannot be written.');
    },
  };
  const { tools, warnings } = read({ _def: {} }, failing, 'text');
  expect(tools.map(({ parameters }) => parameters)).toEqual(
    tools.map(() => ({ type: 'object', additionalProperties: true })),
  );
  expect(warnings.map(({ code, path }) => [code, path])).toEqual(
    tools.map((_, index) => ['schema_reduced', `tools[${index}].parameters`]),
  );
  const web = { type: 'provider', name: 'web_search' } as Tool;
  expect(readTools([web], () => undefined)).toMatchObject({
    tools: [],
    warnings: [{ code: 'foreign_dropped', path: 'tools[0]' }],
  });
});

it.each([
  ['any', 'required'],
  ['required', 'required'],
  ['auto', 'auto'],
  ['none', 'none'],
  ['weather', { name: 'weather' }],
  [{ type: 'function', function: { name: 'weather' } }, { name: 'weather' }],
  [{ type: 'tool', name: 'weather' }, { name: 'weather' }],
  [{ type: 'any' }, 'required'],
  ['', undefined],
  [undefined, undefined],
])('reads the choice %j', (choice, expected) => {
  expect(readToolChoice(choice)).toEqual(expected);
});
