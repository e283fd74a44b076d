// The previews that n8n shows of outputs before a node has run.
import type { IDataObject } from 'n8n-workflow';
import { expect, it } from 'vitest';
import chatComplete from '../../../nodes/OfoxAi/__schema__/v1.0.0/chat/complete.json' with {
  type: 'json',
};
import embeddingCreate from '../../../nodes/OfoxAi/__schema__/v1.0.0/embedding/create.json' with {
  type: 'json',
};
import embeddingSimilarity from '../../../nodes/OfoxAi/__schema__/v1.0.0/embedding/similarity.json' with {
  type: 'json',
};
import imageGenerate from '../../../nodes/OfoxAi/__schema__/v1.0.0/image/generate.json' with {
  type: 'json',
};
import modelGet from '../../../nodes/OfoxAi/__schema__/v1.0.0/model/get.json' with { type: 'json' };
import modelGetAll from '../../../nodes/OfoxAi/__schema__/v1.0.0/model/getAll.json' with {
  type: 'json',
};
import { OfoxAi } from '../../../nodes/OfoxAi/OfoxAi.node.ts';
import { createHost } from '../../support/host.ts';
import { startGateway } from '../../support/servers.ts';

interface Schema {
  type: string;
  properties?: Record<string, Schema>;
  items?: Schema;
}

const SCHEMAS: Record<string, Schema> = {
  'chat/complete': chatComplete,
  'embedding/create': embeddingCreate,
  'embedding/similarity': embeddingSimilarity,
  'image/generate': imageGenerate,
  'model/get': modelGet,
  'model/getAll': modelGetAll,
};

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
        return `${displayOptions?.show?.resource?.[0]}/${value}`;
      }),
    );
  expect(Object.keys(SCHEMAS).sort()).toEqual(operations.sort());
});

it.each(Object.entries(SCHEMAS))('shows what the operation gives: %s', async (path, schema) => {
  const [resource = '', operation = ''] = path.split('/');
  const parameters = { resource, operation, ...PARAMETERS[resource] };
  const { context } = createHost({ baseUrl: await startGateway(), parameters });
  const [[first] = []] = await new OfoxAi().execute.call(context);
  expectLike(first?.json, schema, path);
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
