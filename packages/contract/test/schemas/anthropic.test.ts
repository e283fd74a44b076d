import { describe, expect, it } from 'vitest';
import { greyPng } from '../support/png.ts';
import { connect, events } from '../support/raw.ts';
import { faults, NO_SCHEMAS } from '../support/schemas.ts';
import { CITY_SCHEMA, TWO_CITIES, WEATHER } from '../support/weather.ts';

const user = (content: unknown) => [{ role: 'user', content }];
const base = {
  model: 'anthropic/claude-sonnet-4.5',
  max_tokens: 4000,
  messages: user('What is 17 + 25?'),
};
const tools = [{ name: WEATHER.name, input_schema: WEATHER.schema }];
const thinking = { type: 'enabled', budget_tokens: 1024 };
const image = {
  type: 'image',
  source: { type: 'base64', media_type: 'image/png', data: greyPng(3, 3) },
};

const CHATS: [string, object][] = [
  ['text', base],
  ['tool calls', { ...base, messages: user(TWO_CITIES), tools }],
  ['tool calls of Gemini', { ...base, model: 'google/gemini-3-flash-preview', tools, thinking }],
  ['a limit', { ...base, max_tokens: 1 }],
  ['a stop sequence', { ...base, stop_sequences: ['42'] }],
  ['nothing', { ...base, model: `${base.model}:empty` }],
  ['thoughts', { ...base, thinking }],
  ['withheld thoughts', { ...base, model: `${base.model}:redacted` }],
  [
    'a structure',
    { ...base, output_config: { format: { type: 'json_schema', schema: CITY_SCHEMA } } },
  ],
  ['an image seen', { ...base, messages: user([image]) }],
  [
    'a prompt cached',
    {
      ...base,
      system: [{ type: 'text', text: 'Long. '.repeat(3000), cache_control: { type: 'ephemeral' } }],
    },
  ],
];
/** What only the newer version has words for. */
const NEWER: [string, object][] = [
  ['a refusal', { ...base, model: `${base.model}:refuse` }],
  ['a filter', { ...base, model: `${base.model}:filter` }],
];

describe.skipIf(NO_SCHEMAS).each([
  ['2023-06-01', CHATS],
  ['2026-10-21', [...CHATS, ...NEWER]],
] as const)(`Anthropic's schemas of %s fit ${NO_SCHEMAS ?? ''}`, (version, chats) => {
  const file = `anthropic-${version}` as const;
  const header = { 'anthropic-version': version };

  it.each(chats)('an answer with %s', async (_, body) => {
    const { post } = await connect();
    const response = await post('/anthropic/v1/messages', body, header);
    expect(response.status).toBe(200);
    expect(faults(file, 'AMessage', await response.json())).toEqual([]);
  });

  it.each(chats)('each event of a stream with %s', async (_, body) => {
    const { post } = await connect();
    const streamed = { ...body, stream: true };
    const all = await events(await post('/anthropic/v1/messages', streamed, header));
    expect(all.length).toBeGreaterThanOrEqual(3);
    for (const event of all) expect(faults(file, 'AEvent', event)).toEqual([]);
  });

  it('counts of tokens', async () => {
    const { post } = await connect();
    const { max_tokens: _, ...body } = base;
    const answer = await (await post('/anthropic/v1/messages/count_tokens', body, header)).json();
    expect(faults(file, 'ATokens', answer)).toEqual([]);
  });

  it('models', async () => {
    const { get } = await connect();
    const list = await (await get('/anthropic/v1/models', header)).json();
    for (const model of (list as { data: unknown[] }).data) {
      expect(faults(file, 'AModel', model)).toEqual([]);
    }
    const one = await (await get(`/anthropic/v1/models/${base.model}`, header)).json();
    expect(faults(file, 'AModel', one)).toEqual([]);
  });
});
