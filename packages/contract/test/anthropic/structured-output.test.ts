import { jsonSchemaOutputFormat } from 'anthropic1/helpers/json-schema';
import { zodOutputFormat } from 'anthropic1/helpers/zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CITY_SCHEMA, isCity } from '../support/weather.ts';
import { connect, MODEL, SDKS } from './sdk.ts';

const messages = [{ role: 'user' as const, content: 'Describe Paris.' }];

describe.each(SDKS)('structured output in %s', (_, Sdk) => {
  it.each([MODEL, 'openai/gpt-4o', 'google/gemini-2.5-pro'])(
    'of %s fits its schema',
    async (model) => {
      const { client } = await connect(Sdk);
      const message = await client.messages.parse({
        model,
        max_tokens: 1000,
        messages,
        output_config: { format: jsonSchemaOutputFormat(CITY_SCHEMA) },
      });
      expect(isCity(message.parsed_output)).toBe(true);
    },
  );

  it('is streamed, and fits a Zod schema', async () => {
    const { client } = await connect(Sdk);
    const City = z.object({ city: z.string(), rivers: z.array(z.object({ name: z.string() })) });
    const stream = client.messages.stream({
      model: MODEL,
      max_tokens: 1000,
      messages,
      output_config: { format: zodOutputFormat(City) },
    });
    const message = await stream.finalMessage();
    expect(City.safeParse(message.parsed_output).success).toBe(true);
  });
});
