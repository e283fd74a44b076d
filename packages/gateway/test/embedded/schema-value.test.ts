import type { JsonObject } from '@ofoxai/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { readHints } from '../../src/embedded/hints.ts';
import { valueForSchema } from '../../src/embedded/schema-value.ts';

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

function make(schema: JsonObject, text = '', optional: 'all' | 'named' = 'all', answer?: string) {
  const value = valueForSchema(schema, {
    param: 'schema',
    hints: readHints(text),
    optional,
    ...(answer === undefined ? {} : { answer }),
  });
  const isValid = ajv.compile(schema);
  expect(isValid(value), `${JSON.stringify(value)}: ${ajv.errorsText(isValid.errors)}`).toBe(true);
  return value;
}

const TREE: JsonObject = {
  type: 'object',
  properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#' } } },
  required: ['name', 'children'],
};

const SCHEMAS: [name: string, schema: JsonObject][] = [
  ['nothing', {}],
  ['const', { const: { a: [1] } }],
  ['enum', { enum: [3, 'x', null] }],
  ['null', { type: 'null' }],
  ['nullable', { type: ['null', 'integer'] }],
  ['integers', { type: 'integer', minimum: 5, maximum: 9, multipleOf: 4 }],
  ['exclusive bounds', { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.5 }],
  ['an exclusive integer', { type: 'integer', exclusiveMinimum: 2.5, exclusiveMaximum: 4 }],
  ['negative numbers', { type: 'number', maximum: -10 }],
  ['a step', { type: 'number', exclusiveMinimum: 10, multipleOf: 0.5 }],
  ['long text', { type: 'string', minLength: 40 }],
  ['short text', { type: 'string', maxLength: 3 }],
  ...[
    'date',
    'date-time',
    'time',
    'duration',
    'email',
    'uri',
    'uuid',
    'hostname',
    'ipv4',
    'ipv6',
  ].map((format): [string, JsonObject] => [format, { type: 'string', format }]),
  ...[
    '^[A-Z]{3}-\\d{4}$',
    '^\\+?[1-9]\\d{1,14}$',
    '^(GET|POST) /[a-z]+(/[a-z0-9_-]+)*$',
    '^#[0-9a-fA-F]{6}$',
    '^\\w+@\\w+\\.(?:com|org)$',
    '^[^\\s@]+$',
    '^v\\d+\\.\\d+\\.\\d+(-[\\w.]+)?$',
    '\\u0041\\x42',
  ].map((pattern): [string, JsonObject] => [pattern, { type: 'string', pattern }]),
  ['a pattern of some length', { type: 'string', pattern: '^[a-z]+$', minLength: 12 }],
  [
    'unique items',
    { type: 'array', items: { enum: ['a', 'b', 'c'] }, minItems: 3, uniqueItems: true },
  ],
  [
    'a tuple',
    { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], items: false },
  ],
  ['contains', { type: 'array', items: { type: 'integer' }, contains: { minimum: 10 } }],
  ['no items', { type: 'array', items: { type: 'string' }, maxItems: 0 }],
  [
    'strict object',
    {
      type: 'object',
      properties: { a: { type: 'string' } },
      required: ['a'],
      additionalProperties: false,
    },
  ],
  [
    'undeclared field',
    { type: 'object', required: ['a'], additionalProperties: { type: 'number' } },
  ],
  ['some fields', { type: 'object', minProperties: 3, properties: { a: {} } }],
  ['few fields', { type: 'object', maxProperties: 1, properties: { a: {}, b: {} } }],
  [
    'dependent fields',
    {
      type: 'object',
      properties: { a: {}, b: {} },
      required: ['a'],
      dependentRequired: { a: ['b'] },
    },
  ],
  [
    'anyOf',
    {
      anyOf: [
        { type: 'null' },
        { type: 'object', properties: { k: { const: 1 } }, required: ['k'] },
      ],
    },
  ],
  [
    'allOf',
    {
      allOf: [
        { type: 'object', properties: { a: { minimum: 3 } }, required: ['a'] },
        { properties: { a: { type: 'integer' }, b: {} }, required: ['b'] },
      ],
    },
  ],
  [
    'references',
    {
      $ref: '#/$defs/a~1b',
      $defs: {
        'a/b': { type: 'array', items: { $ref: '#/$defs/n' }, minItems: 1 },
        n: { type: 'integer', minimum: 7 },
      },
    },
  ],
  ['a tree', TREE],
  [
    'a list that goes on',
    {
      type: 'object',
      properties: { next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } },
      required: ['next'],
    },
  ],
  [
    'a field called __proto__',
    JSON.parse(
      '{"type":"object","required":["__proto__"],"properties":{"__proto__":{"type":"integer"}}}',
    ),
  ],
];

describe('valueForSchema', () => {
  it.each(SCHEMAS)('makes a valid value of %s', (_, schema) => {
    make(schema);
    make(schema, 'Ada is 36, b = 12, email: ada@example.org, "quoted", in Paris and Rome', 'named');
  });

  it('fills fields from the message', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: {
        name: { type: 'string' },
        age: { type: 'integer' },
        email: { type: 'string', format: 'email' },
        website: { type: 'string', format: 'uri' },
        born: { type: 'string', format: 'date' },
        role: { type: 'string', enum: ['admin', 'editor', 'viewer'] },
        height_cm: { type: 'number' },
        active: { type: 'boolean' },
        summary: { type: 'string' },
      },
      required: ['name'],
    };
    const text =
      'Ada Lovelace (ada@example.org, https://example.org/ada) is 36, born 1815-12-10, an editor; heightCm: 165.5, active: no';
    expect(make(schema, text, 'all', 'An answer.')).toEqual({
      name: 'Ada Lovelace',
      age: 36,
      email: 'ada@example.org',
      website: 'https://example.org/ada',
      born: '1815-12-10',
      role: 'editor',
      height_cm: 165.5,
      active: false,
      summary: 'An answer.',
    });
  });

  it('leaves fields out that nobody named, when told to', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: {
        city: { type: 'string' },
        unit: { enum: ['celsius', 'fahrenheit'] },
        days: { type: 'integer' },
      },
      required: ['city'],
    };
    expect(make(schema, 'weather in Rome', 'named')).toEqual({ city: 'Rome' });
    expect(make(schema, 'in Rome, in Fahrenheit, days: 3', 'named')).toEqual({
      city: 'Rome',
      unit: 'fahrenheit',
      days: 3,
    });
  });

  it('takes the alternative that the message names', () => {
    const kind = (name: string) => ({
      type: 'object',
      properties: { kind: { const: name } },
      required: ['kind'],
    });
    expect(make({ anyOf: [kind('circle'), kind('square')] }, 'draw a square')).toEqual({
      kind: 'square',
    });
  });

  it('uses defaults and examples where the message says nothing', () => {
    const schema = {
      type: 'object',
      properties: { a: { default: 7 }, b: { type: 'string', examples: ['x'] } },
    };
    expect(make(schema)).toEqual({ a: 7, b: 'x' });
  });

  it('understands types in capitals', () => {
    const schema = { type: 'OBJECT', properties: { n: { type: 'INTEGER' } }, required: ['n'] };
    const options = { param: 'schema', hints: readHints('5'), optional: 'all' as const };
    expect(valueForSchema(schema, options)).toEqual({ n: 5 });
  });

  it.each<[string, JsonObject]>([
    ['nowhere', { $ref: '#/$defs/nothing' }],
    ['outside', { $ref: 'https://example.com/schema' }],
    ['in a circle', { $ref: '#' }],
    ['without end', { type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] }],
    [
      'wide without end',
      { type: 'object', properties: { a: { $ref: '#' }, b: { $ref: '#' } }, required: ['a', 'b'] },
    ],
  ])('refuses a schema that refers %s', (_, schema) => {
    const options = {
      param: 'responseFormat.schema',
      hints: readHints(''),
      optional: 'all' as const,
    };
    expect(() => valueForSchema(schema, options)).toThrow(
      expect.objectContaining({ kind: 'invalid_request', param: 'responseFormat.schema' }),
    );
  });

  it('stays small for a schema that could grow without bound', () => {
    const field = { anyOf: [{ $ref: '#' }, { type: 'null' }] };
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const schema = {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, field])),
    };
    expect(JSON.stringify(make(schema)).length).toBeLessThan(200_000);
  });
});

it('fills the field of a calculator although it need not be there, when a sum is asked for', () => {
  const schema: JsonObject = { type: 'object', properties: { input: { type: 'string' } } };
  expect(make(schema, 'Use the calculator: what is 17 * 3?', 'named')).toEqual({ input: '17 * 3' });
  expect(make(schema, 'Look around.', 'named')).toEqual({});
});

describe('schemas that forbid', () => {
  const kinds = (...values: string[]): JsonObject => ({
    type: 'object',
    properties: { kind: { enum: values }, size: { type: 'integer' }, note: { type: 'string' } },
    required: ['kind'],
  });
  const has = (name: string, value: string): JsonObject => ({
    properties: { [name]: { const: value } },
    required: [name],
  });

  /** Written so, as an object with a field `then` is easily taken for a promise. */
  const when = (condition: JsonObject, met: JsonObject, otherwise?: JsonObject) =>
    Object.fromEntries([
      ['if', condition],
      ['then', met],
      ...(otherwise ? [['else', otherwise] as const] : []),
    ]) as JsonObject;

  it.each<[string, JsonObject]>([
    ['a value', { enum: ['a', 'b'], not: { const: 'a' } }],
    ['most values', { enum: [1, 2, 3, 4, 5, 6, 7, 8], not: { enum: [1, 2, 3, 4, 5, 6, 8] } }],
    ['a type', { not: { type: 'string' } }],
    ['types', { not: { type: ['string', 'integer', 'boolean'] } }],
    ['one of its types', { type: ['string', 'integer'], not: { type: 'string' } }],
    ['large numbers', { type: 'number', not: { minimum: -5 } }],
    ['short texts', { type: 'string', not: { maxLength: 40 } }],
    ['empty lists', { type: 'array', items: { type: 'integer' }, not: { maxItems: 4 } }],
    ['a field', { ...kinds('a'), not: { required: ['size'] } }],
    ['two fields together', { ...kinds('a'), not: { required: ['size', 'note'] } }],
    ['a field with a value', { ...kinds('a', 'b'), not: has('kind', 'a') }],
    ['names', { type: 'object', propertyNames: { pattern: '^[a-z]+$' }, minProperties: 2 }],
    ['two things', { allOf: [{ not: { type: 'string' } }, { not: { type: 'integer' } }] }],
    ['values that fit two', { oneOf: [{ type: 'integer' }, { type: 'integer', minimum: 5 }] }],
    ['the first of two', { oneOf: [{ minimum: 0 }, { type: 'number' }], type: 'number' }],
    [
      'objects that fit two',
      {
        oneOf: [
          kinds('a', 'b'),
          { ...kinds('b', 'c'), properties: { kind: { enum: ['b', 'c'] } } },
        ],
      },
    ],
    [
      'what a condition tells',
      { ...kinds('a', 'b'), ...when(has('kind', 'a'), { required: ['size'] }) },
    ],
    [
      'more, by the other branch',
      {
        ...kinds('a', 'b'),
        ...when(
          has('kind', 'a'),
          { properties: { size: { maximum: 3 } } },
          { properties: { size: { minimum: 10 } }, required: ['size'] },
        ),
      },
    ],
    [
      'by several conditions',
      {
        ...kinds('a', 'b', 'c'),
        allOf: [
          when(has('kind', 'a'), { properties: { size: { const: 1 } }, required: ['size'] }),
          when(has('kind', 'b'), { properties: { size: { const: 2 } }, required: ['size'] }),
        ],
      },
    ],
    [
      'deep within',
      {
        type: 'object',
        properties: {
          list: { type: 'array', minItems: 2, items: { enum: [1, 2], not: { const: 1 } } },
        },
        required: ['list'],
      },
    ],
  ])('%s', (_, schema) => {
    make(schema);
    make(schema, 'the kind is b', 'named');
  });

  it('follow the message into the branch that it names', () => {
    const schema = {
      ...kinds('a', 'b'),
      ...when(has('kind', 'b'), { properties: { size: { const: 7 } }, required: ['size'] }),
    };
    expect(make(schema, 'kind: b')).toMatchObject({ kind: 'b', size: 7 });
  });

  it('names that no other can join are refused', () => {
    const schema = { type: 'object', propertyNames: { const: 'a' }, minProperties: 2 };
    expect(() => make(schema)).toThrow('no more names that the propertyNames of schema accepts');
  });

  it.each<[string, JsonObject]>([
    ['everything', { not: {} }],
    ['what they demand', { type: 'string', const: 'a', not: { const: 'a' } }],
    ['all alternatives at once', { oneOf: [{ type: 'string' }, { type: 'string' }] }],
  ])('%s are refused, by name', (_, schema) => {
    expect(() => make(schema)).toThrow(
      'finds no value that the not, if or oneOf of schema accepts',
    );
  });
});
