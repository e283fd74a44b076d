import { describe, expect, test } from 'vitest';
import { inspect } from './inspector.ts';
import { KEY, SERVER, startGateway, startServer } from './programs.ts';

const ERAS = ['legacy', 'modern'];
const ALL_TOOLS = ['--toolsets', 'all'];

/** Lists the tools, and fails when there is a schema among them that not all clients can take. */
async function listStrictly(server: string[]): Promise<void> {
  const list = await inspect(server, '--method', 'tools/list', '--strict');
  const { tools } = list as { tools: { name: string }[] };
  expect(tools.map(({ name }) => name)).toEqual([
    ...['chat', 'compare', 'find_models', 'generate_image', 'rank_texts'],
  ]);
}

async function chat(server: string[]): Promise<void> {
  const args = JSON.stringify({ model: 'openai/gpt-4o', prompt: 'What is 6 * 7?' });
  const call = ['--method', 'tools/call', '--tool-name', 'chat', '--tool-args-json', args];
  expect(JSON.stringify(await inspect(server, ...call))).toMatch(/42.*openai\/gpt-4o · /);
}

describe.each(ERAS)('the Inspector in the %s era', (era) => {
  test('over stdio', async () => {
    const env = ['-e', `OFOX_API_KEY=${KEY}`, '-e', `OFOX_BASE_URL=${await startGateway()}`];
    const server = [...env, process.execPath, SERVER, ...ALL_TOOLS, '--protocol-era', era];
    await listStrictly(server);
    await chat(server);
    const ask = async (...args: string[]) => JSON.stringify(await inspect(server, ...args));
    expect(await ask('--method', 'prompts/list')).toContain('second_opinion');
    expect(await ask('--method', 'resources/templates/list')).toContain('ofox://models/{+id}');
    const uri = 'ofox://models/openai%2Fgpt-4o';
    expect(await ask('--method', 'resources/read', '--uri', uri)).toContain('openai/gpt-4o');
  });

  test.each([
    ['HTTP', []],
    ['HTTP without sessions', ['--stateless']],
  ])('over %s', async (_, flags) => {
    const url = await startServer(await startGateway(), ...ALL_TOOLS, ...flags);
    const server = [url, '--protocol-era', era];
    await listStrictly(server);
    await chat(server);
  });
});
