import type { IDataObject } from 'n8n-workflow';
import { expect, it } from 'vitest';
import { OfoxAi } from '../../nodes/OfoxAi/OfoxAi.node.ts';
import { readHeaders } from '../../shared/extra-headers.ts';
import { createHost } from '../support/host.ts';
import { startUpstream } from '../support/servers.ts';

it('reads an object of texts and numbers, also written as JSON', () => {
  expect(readHeaders('{"x-team":"support","x-try":2}')).toEqual({
    'x-team': 'support',
    'x-try': '2',
  });
  expect(readHeaders({ 'x-team': 'support' })).toEqual({ 'x-team': 'support' });
  for (const none of [undefined, '', '{}', {}]) expect(readHeaders(none)).toBeUndefined();
});

it.each([
  ['{"x', 'is not valid JSON'],
  ['[]', 'must be a JSON object'],
  [{ 'a b': 'c' }, '"a b", which no header can be called'],
  [{ Authorization: 'Bearer x' }, 'the key is taken from the credential'],
  [{ 'X-API-Key': 'x' }, 'the key is taken from the credential'],
  [{ 'x-list': ['a'] }, 'must hold a text for "x-list"'],
])('refuses %j', (value, why) => {
  expect(() => readHeaders(value)).toThrow(why);
});

it('sends them beside the key', async () => {
  const upstream = await startUpstream();
  const parameters: IDataObject = {
    resource: 'chat',
    operation: 'complete',
    model: 'openai/gpt-4o-mini',
    messages: { values: [{ role: 'user', content: 'Hi' }] },
    options: { headers: '{"x-team":"support"}' },
  };
  await new OfoxAi().execute.call(createHost({ baseUrl: upstream.url, parameters }).context);
  expect((await upstream.request(1)).headers).toMatchObject({
    authorization: 'Bearer sk-test-n8n',
    'x-team': 'support',
  });
});
