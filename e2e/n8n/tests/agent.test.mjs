import { beforeAll, describe, expect, it } from 'vitest';
import { postToWebhook } from '../lib/rest.mjs';
import { model, node, workflow } from '../lib/workflows.mjs';
import { MODELS, openSession, succeed } from './support/session.mjs';

let session;
beforeAll(async () => {
  session = await openSession();
});

/** Tokens and cost as the log of the chat model shows them: counted by the service. */
function expectCounted(execution) {
  const [told] = execution.json('Model', 'ai_languageModel');
  expect(told.tokenUsage.totalTokens).toBeGreaterThan(0);
  expect(told.tokenUsage.cost).toBeGreaterThan(0);
}

describe('an agent with a tool', () => {
  it.each(MODELS)('and memory: %s', async (id) => {
    const text = 'Use the calculator: what is 17 * 3?';
    const flow = workflow(
      'Agent',
      session.ofox,
      [
        node('manual', 'Start'),
        node('agent', 'Agent', { promptType: 'define', text }),
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
    const execution = succeed(await session.n8n.run(flow));
    expect(execution.json('Agent')[0].output).toContain('51');
    expect(execution.runData.Calculator).not.toHaveLength(0);
    expect(execution.runData.Model.length).toBeGreaterThanOrEqual(2);
    expectCounted(execution);
  });

  it('that is our action node', async () => {
    const text = 'Use the tool Catalogue, then answer.';
    const flow = workflow(
      'Tool',
      session.ofox,
      [
        node('manual', 'Start'),
        node('agent', 'Agent', { promptType: 'define', text }),
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
    const execution = succeed(await session.n8n.run(flow));
    expect(execution.runData.Catalogue).not.toHaveLength(0);
  });

  it.each(MODELS)('that streams to the chat: %s', async (id) => {
    const { hostUrl, n8n, ofox } = session;
    const webhookId = `chat-${MODELS.indexOf(id)}`;
    const options = { responseMode: 'streaming' };
    const saved = await n8n.activate(
      workflow(
        `Chat ${id}`,
        ofox,
        [
          node('chatTrigger', 'Chat', { public: true, mode: 'webhook', options }, { webhookId }),
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
    const response = await postToWebhook(`${hostUrl}/webhook/${webhookId}/chat`, {
      ...{ action: 'sendMessage', sessionId: 's' },
      chatInput: 'Use the calculator: what is 17 * 3? Then tell me.',
    });
    const pieces = (await response.text())
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
      .filter(({ type }) => type === 'item');
    expect(pieces.length).toBeGreaterThan(1);
    const { results } = await n8n.executionsOf(saved.id);
    const execution = succeed(await n8n.finish(results[0].id));
    expect(execution.runData.Calculator).not.toHaveLength(0);
    expectCounted(execution);
  });
});

it('serves a chain with a parser, an extractor and a classifier, in the format of a schema', async () => {
  const withSchema = (name, properties) => {
    const schema = { type: 'object', properties, required: Object.keys(properties) };
    const options = { responseFormat: 'schema', jsonSchema: JSON.stringify(schema) };
    return node('model', name, { model: model(MODELS[0]), options });
  };
  const text = { type: 'string' };
  const city = { type: 'object', properties: { city: text }, required: ['city'] };
  const wanted = { name: 'name', type: 'string', description: 'The name', required: true };
  const flow = workflow(
    'Chains',
    session.ofox,
    [
      node('manual', 'Start'),
      node('chain', 'Chain', {
        ...{ promptType: 'define', text: 'Name a city.', hasOutputParser: true },
      }),
      node('parser', 'Parser', { jsonSchemaExample: '{"city":"Vienna"}' }),
      node('extractor', 'Extractor', {
        text: 'Anna lives in Graz.',
        attributes: { attributes: [wanted] },
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
  const execution = succeed(await session.n8n.run(flow));
  expect(execution.json('Chain')[0].output.city).toEqual(expect.any(String));
  expect(execution.json('Extractor')[0].output.name).toEqual(expect.any(String));
  expect(execution.items('Classifier')).toHaveLength(1);
});
