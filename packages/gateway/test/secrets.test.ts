import { error, reply } from '@ofoxai/fake-upstream';
import { expect, it } from 'vitest';
import { KEY, serve } from './support/serve.ts';
import { fakeUpstream, node, PROVIDER_KEY } from './support/upstreams.ts';

const CONTENT = 'planted-in-the-question';
const ANSWER = 'planted-in-the-answer';
const WRONG_KEY = 'sk-test-wrong-and-planted';
const METRICS_TOKEN = 'sk-test-metrics-planted';

it('tells no key and no content in logs, metrics, headers and errors', async () => {
  const upstream = await fakeUpstream();
  upstream.script(reply({ text: ANSWER }), { times: 2 });
  upstream.script(error({ status: 401, message: `Incorrect API key provided: ${PROVIDER_KEY}` }), {
    times: 1,
  });
  upstream.script(error({ status: 500, message: `It broke, with ${PROVIDER_KEY}.` }));
  const nodes = [node('openai', upstream.url)];
  const { url, post, records, failures } = await serve({ nodes, metricsToken: METRICS_TOKEN });
  const body = { model: 'openai/gpt-4o', messages: [{ role: 'user', content: CONTENT }] };
  const path = '/v1/chat/completions';
  const emitted: string[] = [];
  const told = async (response: Response, withBody: boolean) => {
    emitted.push(JSON.stringify([...response.headers]));
    const text = await response.text();
    if (withBody) emitted.push(text);
    return response.status;
  };
  expect(await told(await post(path, body), false)).toBe(200);
  expect(await told(await post(path, { ...body, stream: true }), false)).toBe(200);
  for (let tries = 0; tries < 4; tries += 1) await told(await post(path, body), true);
  await told(await post(path, body, { authorization: `Bearer ${WRONG_KEY}` }), true);
  await told(await post(`/gemini/v1beta/models/m:generateContent?key=${WRONG_KEY}`, body), true);
  await told(await post(path, `{"model": "${CONTENT}`), true);
  const metrics = await fetch(`${url}/metrics`, {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  });
  await told(metrics, true);
  emitted.push(JSON.stringify(records), JSON.stringify(failures));
  expect(records.length).toBeGreaterThanOrEqual(8);
  const all = emitted.join('\n');
  for (const secret of [KEY, PROVIDER_KEY, WRONG_KEY, METRICS_TOKEN, CONTENT, ANSWER]) {
    expect(all).not.toContain(secret);
  }
});
