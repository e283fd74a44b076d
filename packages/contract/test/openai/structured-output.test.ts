import OpenAI7 from 'openai7';
import { zodResponseFormat } from 'openai7/helpers/zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CITY_SCHEMA, isCity } from '../support/weather.ts';
import { connect, helpers, SDKS } from './sdk.ts';

const messages = [{ role: 'user' as const, content: 'Describe Paris as JSON.' }];
const format = {
  type: 'json_schema' as const,
  json_schema: { name: 'city', strict: true, schema: CITY_SCHEMA },
};

describe.each(SDKS)('structured output in %s', (_, Sdk) => {
  it.each(['openai/gpt-4o', 'anthropic/claude-sonnet-4.5', 'google/gemini-2.5-pro'])(
    'of %s fits its schema',
    async (model) => {
      const { client } = await connect(Sdk);
      const reply = await helpers(client).parse({ model, messages, response_format: format });
      expect(isCity(reply.choices[0]?.message.parsed)).toBe(true);
    },
  );

  it('is streamed', async () => {
    const { client } = await connect(Sdk);
    const stream = helpers(client).stream({
      model: 'openai/gpt-4o',
      messages,
      response_format: format,
    });
    expect(isCity(JSON.parse((await stream.finalContent()) ?? ''))).toBe(true);
  });

  it('can be any JSON', async () => {
    const { client } = await connect(Sdk);
    const reply = await client.chat.completions.create({
      model: 'openai/gpt-4o',
      messages,
      response_format: { type: 'json_object' },
    });
    expect(JSON.parse(reply.choices[0]?.message.content ?? '')).toBeTypeOf('object');
  });

  it('is a 400 for a schema that is none', async () => {
    const { client } = await connect(Sdk);
    const response_format = { type: 'json_schema', json_schema: { name: 'x', schema: 'object' } };
    const body = { model: 'openai/gpt-4o', messages, response_format } as unknown;
    const asked = client.chat.completions.create(
      body as Parameters<typeof client.chat.completions.create>[0],
    );
    await expect(asked).rejects.toMatchObject({
      status: 400,
      param: 'response_format.json_schema.schema',
    });
  });
});

it('openai 7 parses by a Zod schema', async () => {
  const { client } = await connect(OpenAI7);
  const City = z.object({ city: z.string(), rivers: z.array(z.object({ name: z.string() })) });
  const reply = await client.chat.completions.parse({
    model: 'openai/gpt-4o',
    messages,
    response_format: zodResponseFormat(City, 'city'),
  });
  expect(City.safeParse(reply.choices[0]?.message.parsed).success).toBe(true);
});
