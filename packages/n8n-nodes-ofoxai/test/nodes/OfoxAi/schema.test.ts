// The previews that n8n shows of outputs before a node has run.
import { readdirSync, readFileSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import { expect, it } from 'vitest';
import { OfoxAi } from '../../../nodes/OfoxAi/OfoxAi.node.ts';
import { createHost } from '../../support/host.ts';
import { startGateway } from '../../support/servers.ts';

interface Schema {
  type: string;
  properties?: Record<string, Schema>;
  items?: Schema;
}

const FOLDER = new URL('../../../nodes/OfoxAi/__schema__/v1.0.0/', import.meta.url);
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.json'),
);

const PARAMETERS: Record<string, IDataObject> = {
  chat: { model: 'openai/gpt-4o-mini', messages: { values: [{ role: 'user', content: 'Hi' }] } },
  embedding: { model: 'openai/text-embedding-3-small', text: 'a cat', query: 'a kitten' },
  image: { model: 'openai/gpt-image-1.5', prompt: 'A fox', size: '64x64' },
  model: { model: 'openai/gpt-4o-mini', filters: { search: 'gpt-4o-mini' } },
};

it('has one for each operation', () => {
  const operations = new OfoxAi().description.properties
    .filter(({ name }) => name === 'operation')
    .flatMap(({ displayOptions, options = [] }) =>
      options.map((option) => {
        const { value } = option as { value: string };
        return `${displayOptions?.show?.resource?.[0]}/${value}.json`;
      }),
    );
  expect(files.sort()).toEqual(operations.sort());
});

it.each(files)('shows what the operation gives: %s', async (file) => {
  const schema = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Schema;
  const [resource = '', operation = ''] = file.replace('.json', '').split('/');
  const parameters = { resource, operation, ...PARAMETERS[resource] };
  const { context } = createHost({ baseUrl: await startGateway(), parameters });
  const [[first] = []] = await new OfoxAi().execute.call(context);
  expectLike(first?.json, schema, file);
});

/** Every field of the schema is there and of its type. */
function expectLike(value: unknown, { type, properties, items }: Schema, path: string): void {
  if (type === 'array') {
    expect(value, path).toBeInstanceOf(Array);
    for (const item of value as unknown[]) expectLike(item, items as Schema, path);
  } else if (type === 'integer') {
    expect(value, path).toSatisfy(Number.isInteger);
  } else {
    expect(value, path).toBeTypeOf(type as 'string' | 'number' | 'object');
  }
  for (const [name, inner] of Object.entries(properties ?? {})) {
    expectLike((value as Record<string, unknown>)[name], inner, `${path} ${name}`);
  }
}
