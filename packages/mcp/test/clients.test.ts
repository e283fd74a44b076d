import type { Client } from '@modelcontextprotocol/client';
import { describe, expect, test } from 'vitest';
import { call, connectHttp } from './support/connect.ts';
import { connectStdio, ERAS, useProgram } from './support/program.ts';
import { makeApp, startGateway, startHttp } from './support/start.ts';

const program = useProgram();

async function tour(client: Client): Promise<void> {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    'chat',
    'compare',
    'find_models',
    'generate_image',
  ]);
  expect(client.getInstructions()).toContain('find_models');

  const answer = await call(client, 'chat', { model: 'openai/gpt-4o', prompt: 'What is 6 * 7?' });
  expect(answer.isError).toBeFalsy();
  expect(answer.text).toMatch(/42/);
  expect(answer.text).toMatch(/\[openai\/gpt-4o · \d+ in, \d+ out · \$0\.0/);

  const { contents } = await client.readResource({ uri: 'ofox://models/openai%2Fgpt-4o' });
  expect(contents[0]).toMatchObject({ mimeType: 'application/json' });
  expect(contents[0] && 'text' in contents[0] && JSON.parse(contents[0].text)).toMatchObject({
    id: 'openai/gpt-4o',
    in: 2.5,
    out: 10,
  });
  const { completion } = await client.complete({
    ref: { type: 'ref/prompt', name: 'second_opinion' },
    argument: { name: 'model', value: 'openai/gpt-4o' },
  });
  expect(completion.values).toEqual(['openai/gpt-4o', 'openai/gpt-4o-mini']);
  const prompt = await client.getPrompt({
    name: 'second_opinion',
    arguments: { question: 'Is P = NP?', model: 'openai/gpt-5' },
  });
  expect(JSON.stringify(prompt.messages)).toContain('openai/gpt-5');
}

describe.each(ERAS)('the official client in the %s era', (era) => {
  test('over stdio', { timeout: 30_000 }, async () => {
    const { client } = await connectStdio(program(), await startGateway(), era);
    await tour(client);
    expect(client.getProtocolEra()).toBe(era);
  });

  test('over HTTP', async () => {
    const { url } = await startHttp(makeApp(await startGateway()));
    const client = await connectHttp(url, era);
    await tour(client);
    expect(client.getProtocolEra()).toBe(era);
  });

  test('over HTTP without sessions', async () => {
    const app = makeApp(await startGateway(), { args: ['--http', '--port', '0', '--stateless'] });
    await tour(await connectHttp((await startHttp(app)).url, era));
  });
});

test('tells which models are alike when one does not exist', async () => {
  const { url } = await startHttp(makeApp(await startGateway()));
  const client = await connectHttp(url, 'modern');
  const answer = await call(client, 'chat', { model: 'anthropic/claude-sonet-4.5', prompt: 'Hi' });
  expect(answer.isError).toBe(true);
  expect(answer.text).toMatch(/Closest: anthropic\/claude-sonnet-4\.5, .*find_models/);
});
