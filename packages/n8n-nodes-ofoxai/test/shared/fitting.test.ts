import { type INodeProperties, type INodeTypeDescription, NodeHelpers } from 'n8n-workflow';
import { expect, it } from 'vitest';
import { LmChatOfoxAi } from '../../nodes/LmChatOfoxAi/LmChatOfoxAi.node.ts';
import { OfoxAi } from '../../nodes/OfoxAi/OfoxAi.node.ts';

/** The names of the options that n8n shows for a model. */
function optionsFor(description: INodeTypeDescription, model: string, resource?: string): string[] {
  const values = { model: { __rl: true, mode: 'id', value: model } };
  const { options = [] } = description.properties.find(
    ({ name, displayOptions }) =>
      name === 'options' && (!resource || displayOptions?.show?.resource?.includes(resource)),
  ) as INodeProperties;
  return (options as INodeProperties[])
    .filter((option) => NodeHelpers.displayParameter({}, option, null, description, values))
    .map(({ name }) => name);
}

it.each([
  [
    'anthropic/claude-haiku-4.5',
    ['frequencyPenalty', 'presencePenalty', 'seed'],
    ['cache', 'topK'],
  ],
  ['openai/gpt-4o-mini', ['cache', 'topK'], ['seed', 'serviceTier', 'user']],
  ['google/gemini-2.5-flash', ['cache', 'serviceTier', 'user'], ['seed', 'topK']],
  ['={{ $json.model }}', [], ['cache', 'seed', 'topK', 'user']],
])('shows %s only what it can use', (model, hidden, shown) => {
  for (const { description } of [new LmChatOfoxAi(), new OfoxAi()]) {
    const names = optionsFor(
      description,
      model,
      description.name === 'ofoxAi' ? 'chat' : undefined,
    );
    expect(names).toEqual(expect.arrayContaining(shown));
    for (const name of hidden) expect(names).not.toContain(name);
  }
});

it('shows options of pictures to models that have them', () => {
  const { description } = new OfoxAi();
  expect(optionsFor(description, 'openai/gpt-image-1.5', 'image')).toContain('background');
  expect(optionsFor(description, 'google/gemini-2.5-flash-image', 'image')).not.toContain(
    'background',
  );
});
