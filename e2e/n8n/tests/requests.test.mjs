// What reaches the service when it refuses or does not answer, counted by a stub.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { KEY, startStub } from '../lib/gateway.mjs';
import { model, node, workflow } from '../lib/workflows.mjs';
import { chat, openSession, succeed } from './support/session.mjs';

let session;
let stub;
let credential;
beforeAll(async () => {
  session = await openSession();
  stub = await startStub();
  credential = await session.createCredential('Stub', { apiKey: KEY, baseUrl: stub.url });
});
afterAll(() => stub?.close());

const sentFor = (id) => stub.requests.filter((request) => request.model === id);

it('retries twice after 429, each time after the wait that was asked', async () => {
  const parameters = chat({ model: model('stub/flaky') });
  const [data] = succeed(await session.runAction(parameters, { credential })).json('OfoxAI');
  expect(data.text).toBe('At last.');
  const [first, second, third, ...more] = sentFor('stub/flaky');
  expect(more).toEqual([]);
  expect(second.at - first.at).toBeGreaterThanOrEqual(290);
  expect(third.at - second.at).toBeGreaterThanOrEqual(290);
});

it('retries as often as Max Retries of the chat model says', async () => {
  const settings = { model: model('stub/busy'), options: { maxRetries: 3 } };
  const flow = workflow(
    'Busy',
    credential,
    [
      node('manual', 'Start'),
      node('chain', 'Chain', { promptType: 'define', text: 'Hello' }),
      node('model', 'Model', settings),
    ],
    [
      ['Start', 'Chain'],
      ['Model', 'Chain', 'ai_languageModel'],
    ],
  );
  const execution = await session.n8n.run(flow);
  expect(execution.status).toBe('error');
  expect(sentFor('stub/busy')).toHaveLength(4);
});

it('gives the connection up when the execution is stopped', async () => {
  const { n8n } = session;
  const flow = workflow(
    'Hang',
    credential,
    [node('manual', 'Start'), node('ofox', 'OfoxAI', chat({ model: model('stub/hang') }))],
    [['Start', 'OfoxAI']],
  );
  const id = await n8n.begin(flow);
  const eventually = { timeout: 30_000, interval: 50 };
  await vi.waitFor(() => expect(sentFor('stub/hang')).toHaveLength(1), eventually);
  await n8n.call('POST', `/rest/executions/${id}/stop`);
  await vi.waitFor(() => expect(sentFor('stub/hang')[0].aborted).toBe(true), eventually);
});
