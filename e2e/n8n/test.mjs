// Runs the nodes in real n8n, installed there from the packed tarball, against the gateway.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEY, startGateway, startStub } from './lib/gateway.mjs';
import { installPackage, OWNER, startHost } from './lib/host.mjs';
import { stopAll } from './lib/processes.mjs';
import { logIn } from './lib/rest.mjs';
import { installN8n, ROOT } from './lib/toolchain.mjs';
import { model, node, workflow } from './lib/workflows.mjs';

const MODELS = ['openai/gpt-4o-mini', 'anthropic/claude-haiku-4.5', 'google/gemini-2.5-flash'];
const results = [];
const began = Date.now();

/** Words on the command line choose the checks whose names hold one of them. */
const wanted = process.argv.slice(2);

async function check(name, run) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) return;
  const from = Date.now();
  try {
    await run();
    results.push(true);
    console.log(`  ok    ${name} (${Date.now() - from} ms)`);
  } catch (error) {
    results.push(false);
    console.log(`  FAIL  ${name}\n${String(error.stack ?? error).replace(/^/gm, '        ')}`);
  }
}

function succeed(execution) {
  const why = execution.error?.message ?? execution.error?.description ?? '';
  assert.equal(execution.status, 'success', `${execution.status}: ${why}`);
  return execution;
}

const runtime = installN8n();
const home = mkdtempSync(join(tmpdir(), 'ofox-n8n-'));
const stub = await startStub();
try {
  installPackage(home);
  const [gateway, host] = await Promise.all([startGateway(), startHost(runtime, home)]);
  const n8n = await logIn(host.url, OWNER);
  console.log(`n8n is ready after ${Math.round((Date.now() - began) / 1000)} s`);
  await runAll({ gateway, host, n8n });
} finally {
  stub.close();
  await stopAll();
  rmSync(home, { recursive: true, force: true });
}
const failed = results.filter((passed) => !passed).length;
const seconds = Math.round((Date.now() - began) / 1000);
console.log(`n8n: ${results.length - failed} passed, ${failed} failed, ${seconds} s`);
process.exitCode = failed === 0 ? 0 : 1;

async function runAll({ gateway, host, n8n }) {
  const createCredential = async (name, data) => {
    const body = { name, type: 'ofoxAiApi', data };
    const { id } = await n8n.call('POST', '/rest/credentials', body);
    return { id, name };
  };
  const ofox = await createCredential('OfoxAI', { apiKey: KEY, baseUrl: gateway.url });
  const wrong = await createCredential('Wrong', { apiKey: 'sk-test-wrong', baseUrl: gateway.url });
  const stubbed = await createCredential('Stub', { apiKey: KEY, baseUrl: stub.url });
  const manual = () => node('manual', 'Start');

  /** Runs our action node alone. */
  const action = (parameters, { credential = ofox, items, more = {} } = {}) =>
    n8n.run(
      workflow(
        'Action',
        credential,
        [manual(), node('ofox', 'OfoxAI', parameters, more)],
        [['Start', 'OfoxAI']],
        items && { Start: items },
      ),
    );
  const chat = (more = {}) => ({
    model: model(MODELS[0]),
    messages: { values: [{ role: 'user', content: 'Say hello.' }] },
    ...more,
  });

  await check('all three nodes and the tool are there', async () => {
    const response = await fetch(`${host.url}/types/nodes.json`, {
      headers: { cookie: n8n.cookie },
    });
    const names = (await response.json()).map(({ name }) => name);
    for (const name of ['ofoxAi', 'ofoxAiTool', 'lmChatOfoxAi', 'embeddingsOfoxAi']) {
      assert.ok(names.includes(`n8n-nodes-ofoxai.${name}`), name);
    }
  });

  await check(
    'the credential test tells a good key, a bad one, no server and a wrong address',
    async () => {
      const test = async (data) => {
        const credentials = { id: ofox.id, name: 'OfoxAI', type: 'ofoxAiApi', data };
        return n8n.call('POST', '/rest/credentials/test', { credentials });
      };
      const good = await test({ apiKey: KEY, baseUrl: gateway.url });
      assert.equal(good.status, 'OK', good.message);
      assert.equal((await test({ apiKey: KEY, baseUrl: `${gateway.url}/v1` })).status, 'OK');
      const bad = await test({ apiKey: 'sk-test-wrong', baseUrl: gateway.url });
      assert.match(bad.message, /API key is not valid/);
      const away = await test({ apiKey: KEY, baseUrl: 'http://127.0.0.1:9' });
      assert.equal(away.status, 'Error');
      assert.match(away.message, /refused|connect/i);
      const astray = await test({ apiKey: KEY, baseUrl: `${gateway.url}/elsewhere` });
      assert.match(astray.message, /base URL is wrong/);
    },
  );

  await check('the list of models can be searched', async () => {
    const { results: found } = await n8n.call(
      'POST',
      '/rest/dynamic-node-parameters/resource-locator-results',
      {
        nodeTypeAndVersion: { name: 'n8n-nodes-ofoxai.lmChatOfoxAi', version: 1 },
        path: 'parameters.model',
        methodName: 'searchChatModels',
        currentNodeParameters: {},
        credentials: { ofoxAiApi: ofox },
        filter: 'claude haiku',
      },
    );
    assert.match(found[0].name, /claude-haiku.*context.*\$/);
  });

  for (const id of MODELS) {
    await check(`chat: ${id}`, async () => {
      const [data] = succeed(await action(chat({ model: model(id) }))).json('OfoxAI');
      assert.ok(data.text.length > 0);
      assert.equal(data.model, id);
      assert.ok(data.usage.totalTokens > 0 && data.cost > 0 && data.requestId);
    });
  }

  await check('chat: structured output', async () => {
    const parameters = chat({
      outputFormat: 'example',
      jsonExample: '{"city":"Vienna","big":true}',
    });
    const [{ output }] = succeed(await action(parameters)).json('OfoxAI');
    assert.equal(typeof output.city, 'string');
    assert.equal(typeof output.big, 'boolean');
  });

  await check('embedding: create and compare', async () => {
    const items = ['a cat on a mat', 'the stock market'].map((text) => ({ json: { text } }));
    const parameters = {
      resource: 'embedding',
      model: model('ofox/embed'),
      text: '={{ $json.text }}',
    };
    const created = succeed(await action({ ...parameters, operation: 'create' }, { items }));
    assert.deepEqual(
      created.json('OfoxAI').map(({ dimensions }) => dimensions),
      [256, 256],
    );
    const compared = succeed(
      await action({ ...parameters, operation: 'similarity', query: 'a cat' }, { items }),
    );
    assert.deepEqual(
      compared.json('OfoxAI').map(({ rank }) => rank),
      [1, 2],
    );
  });

  await check('image: two out as binary, one of them back in', async () => {
    const flow = workflow(
      'Images',
      ofox,
      [
        manual(),
        node('ofox', 'Draw', {
          ...{ resource: 'image', operation: 'generate', model: model('ofox/image') },
          ...{ prompt: 'A fox', n: 2, size: '64x64' },
        }),
        node('ofox', 'Look', {
          model: model('anthropic/claude-haiku-4.5'),
          messages: { values: [{ role: 'user', content: 'What is it?', binaryFields: 'data' }] },
        }),
      ],
      [
        ['Start', 'Draw'],
        ['Draw', 'Look'],
      ],
    );
    const execution = succeed(await n8n.run(flow));
    const drawn = execution.items('Draw');
    assert.equal(drawn.length, 2);
    assert.equal(drawn[0].binary.data.mimeType, 'image/png');
    const [{ text }] = execution.json('Look');
    assert.match(text, /64/);
  });

  await check('model: get many and get', async () => {
    const filters = { maxInputPrice: 0.2, search: 'gpt' };
    const parameters = { resource: 'model', operation: 'getAll', returnAll: true, filters };
    const list = succeed(await action(parameters)).json('OfoxAI');
    assert.ok(list.length > 0 && list.every(({ inputPrice }) => inputPrice <= 0.2));
    const get = { resource: 'model', operation: 'get', model: model(MODELS[0]) };
    assert.equal(succeed(await action(get)).json('OfoxAI')[0].id, MODELS[0]);
  });

  for (const fallbackBy of ['service', 'node']) {
    await check(`fallback from a broken model, made by the ${fallbackBy}`, async () => {
      const options = { fallback: 'google/gemini-2.5-flash', fallbackBy };
      const parameters = chat({ model: model(`${MODELS[0]}:error-503`), options });
      const [data] = succeed(await action(parameters)).json('OfoxAI');
      assert.equal(data.model, 'google/gemini-2.5-flash');
      assert.equal(data.attempts.length, 2);
    });
  }

  await check(
    '429 twice, then an answer: three requests, each after the wait that was asked',
    async () => {
      const parameters = chat({ model: model('stub/flaky') });
      const [data] = succeed(await action(parameters, { credential: stubbed })).json('OfoxAI');
      assert.equal(data.text, 'At last.');
      const sent = stub.requests.filter((request) => request.model === 'stub/flaky');
      assert.equal(sent.length, 3);
      assert.ok(sent[1].at - sent[0].at >= 290);
    },
  );

  await check(
    '429 for ever: the chat model sends as many requests as Max Retries says, and one',
    async () => {
      const settings = { model: model('stub/busy'), options: { maxRetries: 3 } };
      const flow = workflow(
        'Busy',
        stubbed,
        [
          manual(),
          node('chain', 'Chain', { promptType: 'define', text: 'Hello' }),
          node('model', 'Model', settings),
        ],
        [
          ['Start', 'Chain'],
          ['Model', 'Chain', 'ai_languageModel'],
        ],
      );
      const execution = await n8n.run(flow);
      assert.equal(execution.status, 'error');
      assert.equal(stub.requests.filter((request) => request.model === 'stub/busy').length, 4);
    },
  );

  await check('a bad key says so', async () => {
    const { status, error } = await action(chat(), { credential: wrong });
    assert.equal(status, 'error');
    assert.equal(error.httpCode, '401');
    assert.match(error.description, /Check the API key/);
  });

  await check('continue on fail: the error is data, and the other items go on', async () => {
    const items = [MODELS[0], `${MODELS[0]}:error-400`, MODELS[0]].map((id) => ({ json: { id } }));
    const parameters = chat({ model: model('={{ $json.id }}'), options: { maxRetries: 0 } });
    const more = { onError: 'continueRegularOutput' };
    const data = succeed(await action(parameters, { items, more })).json('OfoxAI');
    assert.deepEqual(
      data.map(({ error }) => error?.status),
      [undefined, 400, undefined],
    );
  });

  await check('200 items in batches, each linked to its own', async () => {
    const items = Array.from({ length: 200 }, (_, number) => ({ json: { number } }));
    const parameters = chat({
      messages: { values: [{ role: 'user', content: '=Item {{ $json.number }}' }] },
      options: { batchSize: 25, batchInterval: 0 },
    });
    const execution = succeed(await action(parameters, { items }));
    const linked = execution.items('OfoxAI').map(({ pairedItem }) => pairedItem.item);
    assert.deepEqual(
      linked,
      items.map(({ json }) => json.number),
    );
  });

  await check('stopping an execution gives the connection up', async () => {
    const parameters = chat({ model: model('stub/hang') });
    const id = await n8n.begin(
      workflow(
        'Hang',
        stubbed,
        [manual(), node('ofox', 'OfoxAI', parameters)],
        [['Start', 'OfoxAI']],
      ),
    );
    const waiting = async (done) => {
      const until = Date.now() + 20_000;
      while (!done() && Date.now() < until) await new Promise((wake) => setTimeout(wake, 50));
    };
    const asked = () => stub.requests.find((request) => request.model === 'stub/hang');
    await waiting(asked);
    await n8n.call('POST', `/rest/executions/${id}/stop`);
    await waiting(() => asked().aborted);
    assert.equal(asked().aborted, true);
  });

  for (const id of MODELS) {
    await check(`agent with a tool and memory: ${id}`, async () => {
      const flow = workflow(
        'Agent',
        ofox,
        [
          manual(),
          node('agent', 'Agent', {
            promptType: 'define',
            text: 'Use the calculator: what is 17 * 3?',
          }),
          node('model', 'Model', { model: model(id) }),
          node('calculator', 'Calculator'),
          node('memory', 'Memory', { sessionIdType: 'customKey', sessionKey: id }),
        ],
        [
          ['Start', 'Agent'],
          ['Model', 'Agent', 'ai_languageModel'],
          ['Calculator', 'Agent', 'ai_tool'],
          ['Memory', 'Agent', 'ai_memory'],
        ],
      );
      const execution = succeed(await n8n.run(flow));
      assert.ok(execution.json('Agent')[0].output.length > 0);
      assert.ok(execution.runData.Calculator?.length >= 1, 'the tool was not called');
      assert.ok(execution.runData.Model.length >= 2);
      const [told] = execution.json('Model', 'ai_languageModel');
      assert.ok(told.tokenUsage.totalTokens > 0, 'tokens are counted, not estimated');
      assert.ok(told.tokenUsage.cost > 0, 'cost');
    });
  }

  await check('our action node as a tool of an agent', async () => {
    const flow = workflow(
      'Tool',
      ofox,
      [
        manual(),
        node('agent', 'Agent', {
          promptType: 'define',
          text: 'Use the tool Catalogue, then answer.',
        }),
        node('model', 'Model', { model: model(MODELS[0]) }),
        node('ofoxTool', 'Catalogue', {
          ...{ descriptionType: 'manual', toolDescription: 'Lists the models of the catalogue' },
          ...{ resource: 'model', operation: 'getAll', limit: 3 },
        }),
      ],
      [
        ['Start', 'Agent'],
        ['Model', 'Agent', 'ai_languageModel'],
        ['Catalogue', 'Agent', 'ai_tool'],
      ],
    );
    const execution = succeed(await n8n.run(flow));
    assert.ok(execution.runData.Catalogue?.length >= 1, 'the tool was not called');
  });

  for (const [index, id] of MODELS.entries()) {
    await check(`agent that streams to the chat: ${id}`, async () => {
      const webhookId = `e2e-chat-${index}`;
      const saved = await n8n.createWorkflow(
        workflow(
          `Chat ${index}`,
          ofox,
          [
            node(
              'chatTrigger',
              'Chat',
              { public: true, mode: 'webhook', options: { responseMode: 'streaming' } },
              { webhookId },
            ),
            node('agent', 'Agent', { options: { enableStreaming: true } }),
            node('model', 'Model', { model: model(id) }),
            node('calculator', 'Calculator'),
          ],
          [
            ['Chat', 'Agent'],
            ['Model', 'Agent', 'ai_languageModel'],
            ['Calculator', 'Agent', 'ai_tool'],
          ],
        ),
      );
      await n8n.call('POST', `/rest/workflows/${saved.id}/activate`, {
        versionId: saved.versionId,
      });
      const body = JSON.stringify({
        ...{ action: 'sendMessage', sessionId: 's' },
        chatInput: 'Use the calculator: what is 17 * 3? Then tell me.',
      });
      let text = '';
      for (let turn = 0; turn < 20 && text === ''; turn++) {
        const response = await fetch(`${host.url}/webhook/${webhookId}/chat`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        if (response.ok) text = await response.text();
        else await new Promise((wake) => setTimeout(wake, 300));
      }
      const pieces = text
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line))
        .filter(({ type }) => type === 'item');
      assert.ok(pieces.length > 1, `in pieces: ${text.slice(0, 300)}`);
      const executions = await n8n.call(
        'GET',
        `/rest/executions?filter=${encodeURIComponent(JSON.stringify({ workflowId: saved.id }))}`,
      );
      const execution = succeed(await n8n.finish(executions.results[0].id));
      assert.ok(execution.runData.Calculator?.length >= 1, 'the tool was not called');
      const [told] = execution.json('Model', 'ai_languageModel');
      assert.ok(told.tokenUsage?.totalTokens > 0, 'tokens of the stream are counted');
      assert.ok(told.tokenUsage.cost > 0, 'cost of the stream');
    });
  }

  await check(
    'chain with a parser, extractor and classifier, in the format of a schema',
    async () => {
      const withSchema = (name, properties) => {
        const schema = { type: 'object', properties, required: Object.keys(properties) };
        const options = { responseFormat: 'schema', jsonSchema: JSON.stringify(schema) };
        return node('model', name, { model: model(MODELS[0]), options });
      };
      const text = { type: 'string' };
      const city = { type: 'object', properties: { city: text }, required: ['city'] };
      const flow = workflow(
        'Chains',
        ofox,
        [
          manual(),
          node('chain', 'Chain', {
            promptType: 'define',
            text: 'Name a city.',
            hasOutputParser: true,
          }),
          node('parser', 'Parser', { jsonSchemaExample: '{"city":"Vienna"}' }),
          node('extractor', 'Extractor', {
            text: 'Anna lives in Graz.',
            attributes: {
              attributes: [
                { name: 'name', type: 'string', description: 'The name', required: true },
              ],
            },
          }),
          node('classifier', 'Classifier', {
            inputText: 'The match ended 2:1.',
            categories: { categories: [{ category: 'sport', description: 'Sport' }] },
          }),
          withSchema('City', { output: city }),
          withSchema('Person', { name: text }),
          withSchema('Topic', { sport: { type: 'boolean', const: true } }),
        ],
        [
          ['Start', 'Chain'],
          ['Chain', 'Extractor'],
          ['Extractor', 'Classifier'],
          ['Parser', 'Chain', 'ai_outputParser'],
          ['City', 'Chain', 'ai_languageModel'],
          ['Person', 'Extractor', 'ai_languageModel'],
          ['Topic', 'Classifier', 'ai_languageModel'],
        ],
      );
      const execution = succeed(await n8n.run(flow));
      assert.equal(typeof execution.json('Chain')[0].output.city, 'string');
      assert.equal(typeof execution.json('Extractor')[0].output.name, 'string');
      assert.equal(execution.items('Classifier').length, 1);
    },
  );

  for (const file of readdirSync(join(ROOT, 'examples', 'n8n')).sort()) {
    if (!file.endsWith('.json')) continue;
    await check(`sample workflow: ${file}`, async () => {
      const text = readFileSync(join(ROOT, 'examples', 'n8n', file), 'utf8');
      const sample = JSON.parse(text);
      for (const one of sample.nodes)
        if (one.credentials?.ofoxAiApi) one.credentials.ofoxAiApi = ofox;
      const { id, ...rest } = sample;
      const execution = succeed(await n8n.run(rest));
      const last = sample.meta?.ofoxLastNode;
      if (last) assert.ok(execution.items(last).length > 0, `${last} gave nothing`);
    });
  }
}
