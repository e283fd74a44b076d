import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import type { FunctionTool, ToolChoice } from '../../../src/request.ts';
import { caught, decode, encode } from './support.ts';

const tool = (fields: Partial<FunctionTool> = {}): FunctionTool => ({
  type: 'function',
  name: 'f',
  ...fields,
});

function declaration(parameters: JsonObject): JsonObject {
  const { tools } = encode({ tools: [tool({ parameters })] }).body;
  return (tools as { functionDeclarations: JsonObject[] }[])[0]?.functionDeclarations[0] ?? {};
}

describe('tools', () => {
  it('of the caller stand together, and those of Google behind them', () => {
    const tools = [
      { type: 'native', by: 'gemini', definition: { googleSearch: {} } } as const,
      tool({ description: 'Does.', extra: { gemini: { behavior: 'BLOCKING' } } }),
      { type: 'native', by: 'anthropic', definition: { type: 'web_search' } } as const,
      tool({ name: 'g' }),
    ];
    const { body, warnings } = encode({ tools });
    expect(body.tools).toEqual([
      {
        functionDeclarations: [
          { name: 'f', description: 'Does.', behavior: 'BLOCKING' },
          { name: 'g' },
        ],
      },
      { googleSearch: {} },
    ]);
    expect(warnings).toEqual(['foreign_dropped tools[2]']);
    expect(decode({ tools: body.tools as never }).tools).toEqual([tools[1], tools[3], tools[0]]);
  });

  it.each(['1f', '-f', 'f g', '', 'é', 'f'.repeat(129)])('refuse the name %j', (name) => {
    expect(caught(() => encode({ tools: [tool({ name })] })).param).toBe('tools[0].name');
  });

  it.each(['f', '_f', 'a.b:c-d_1', 'f'.repeat(128)])('take the name %j', (name) => {
    expect(encode({ tools: [tool({ name })] }).body).toHaveProperty('tools');
  });

  it('refuse two schemas for one function', () => {
    const functionDeclarations = [{ name: 'f', parameters: {}, parametersJsonSchema: {} }];
    const error = caught(() => decode({ tools: [{ functionDeclarations }] }));
    expect(error.param).toBe('tools[0].functionDeclarations[0].parametersJsonSchema');
  });
});

describe('schemas', () => {
  const plain = {
    type: 'object',
    description: 'All of it.',
    properties: {
      city: { type: 'string', enum: ['Rome', 'Oslo'] },
      days: { type: 'array', items: { type: 'integer', minimum: 1 }, maxItems: 3 },
      at: { type: 'string', format: 'date-time' },
    },
    required: ['city'],
  };

  it('that every model takes are sent as such', () => {
    expect(declaration({ $schema: 'x', ...plain })).toEqual({ name: 'f', parameters: plain });
  });

  // Complaint 20: what Gemini refuses in `parameters` goes whole into `parametersJsonSchema`.
  it.each([
    { additionalProperties: false },
    { properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { type: 'string' } } },
    { properties: { a: { type: 'number', exclusiveMinimum: 0 } } },
    { properties: { a: { oneOf: [{ type: 'string' }, { type: 'null' }] } } },
    { properties: { a: { type: ['string', 'null'] } } },
    { properties: { a: { const: 1 } } },
    { properties: { a: { type: 'array', items: { type: 'string' }, uniqueItems: true } } },
    { properties: { a: { type: 'array' } } },
    { properties: { a: { type: 'integer', enum: [1, 2] } } },
    { properties: { a: { type: 'string', format: 'email' } } },
    { properties: {} },
    { propertyNames: { pattern: '^a' } },
  ])('beyond that are sent whole as JSON Schema: %j', (more) => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, ...more };
    expect(declaration({ $schema: 'x', ...schema })).toEqual({
      name: 'f',
      parametersJsonSchema: schema,
    });
  });

  it('in the words of OpenAPI are read as JSON Schema', () => {
    const parameters = {
      type: 'OBJECT',
      properties: {
        type: { type: 'STRING', nullable: true, enum: ['a'], maxLength: '5' },
        nullable: { type: 'ARRAY', items: { anyOf: [{ type: 'INTEGER' }], nullable: true } },
        any: { type: 'TYPE_UNSPECIFIED', nullable: false },
        __proto: { type: 'BOOLEAN' },
      },
    };
    const { tools } = decode({ tools: [{ functionDeclarations: [{ name: 'f', parameters }] }] });
    expect((tools[0] as FunctionTool).parameters).toEqual({
      type: 'object',
      properties: {
        type: { type: ['string', 'null'], enum: ['a', null], maxLength: 5 },
        nullable: { type: 'array', items: { anyOf: [{ type: 'integer' }, { type: 'null' }] } },
        any: {},
        __proto: { type: 'boolean' },
      },
    });
  });

  it('nested without end are refused', () => {
    let parameters: JsonObject = { type: 'STRING' };
    for (let depth = 0; depth < 200; depth++) parameters = { type: 'ARRAY', items: parameters };
    const error = caught(() =>
      decode({ tools: [{ functionDeclarations: [{ name: 'f', parameters }] }] }),
    );
    expect(error.kind).toBe('invalid_request');
    expect(error.message).toContain('100 levels');
  });

  it('of answers go the same ways', () => {
    const format = (schema: JsonObject) =>
      encode({ responseFormat: { type: 'json-schema', schema } }).body.generationConfig;
    const responseMimeType = 'application/json';
    expect(format(plain)).toEqual({ responseMimeType, responseSchema: plain });
    const strict = { ...plain, additionalProperties: false };
    expect(format(strict)).toEqual({ responseMimeType, responseJsonSchema: strict });
    const named = { type: 'json-schema', schema: plain, name: 'n', description: 'd' } as const;
    expect(encode({ responseFormat: named }).warnings).toEqual([
      'dropped responseFormat.name',
      'dropped responseFormat.description',
    ]);
    expect(encode({ responseFormat: { type: 'json' } }).body.generationConfig).toEqual({
      responseMimeType,
    });
    const read = decode({ generationConfig: { responseSchema: { type: 'STRING' } } });
    expect(read.responseFormat).toEqual({ type: 'json-schema', schema: { type: 'string' } });
  });
});

describe('the choice of tools', () => {
  const config = (toolChoice: ToolChoice | undefined, strict?: boolean[]) => {
    const tools = (strict ?? [false]).map((one, at) => tool({ name: `f${at}`, strict: one }));
    const { body, warnings } = encode({ tools, ...(toolChoice ? { toolChoice } : {}) });
    const { functionCallingConfig } = (body.toolConfig ?? {}) as JsonObject;
    return { config: functionCallingConfig, warnings };
  };

  it.each<[ToolChoice, JsonObject]>([
    ['auto', { mode: 'AUTO' }],
    ['none', { mode: 'NONE' }],
    ['required', { mode: 'ANY' }],
    [{ name: 'f' }, { mode: 'ANY', allowedFunctionNames: ['f'] }],
    [
      { allowed: ['f', 'g'], mode: 'required' },
      { mode: 'ANY', allowedFunctionNames: ['f', 'g'] },
    ],
    [
      { allowed: ['f'], mode: 'auto' },
      { mode: 'VALIDATED', allowedFunctionNames: ['f'] },
    ],
  ])('%j has its word', (choice, written) => {
    expect(config(choice)).toEqual({ config: written, warnings: [] });
    const toolConfig = { functionCallingConfig: written };
    expect(decode({ toolConfig }).toolChoice).toEqual(choice);
  });

  it('holds calls to their schemas when they are strict', () => {
    expect(config(undefined, [true, true])).toEqual({
      config: { mode: 'VALIDATED' },
      warnings: [],
    });
    expect(config('auto', [true, false])).toEqual({
      config: { mode: 'VALIDATED' },
      warnings: ['approximated tools'],
    });
    expect(config('required', [true]).config).toEqual({ mode: 'ANY' });
    const read = decode({
      tools: [{ functionDeclarations: [{ name: 'f' }] }],
      toolConfig: { functionCallingConfig: { mode: 'VALIDATED' } },
    });
    expect(read).toMatchObject({ toolChoice: 'auto', tools: [{ name: 'f', strict: true }] });
  });

  it('is the default when nothing is said', () => {
    expect(config(undefined)).toEqual({ config: undefined, warnings: [] });
    const unsaid = { functionCallingConfig: { mode: 'MODE_UNSPECIFIED' } };
    expect(decode({ toolConfig: unsaid }).toolChoice).toBeUndefined();
  });
});
