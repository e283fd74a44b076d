import { describe, expect } from 'vitest';
import { error, type FakeUpstream, json, type Match } from '../src/index.ts';
import { send } from './raw-client.ts';
import { it } from './upstream-test.ts';

const ask = async (upstream: FakeUpstream, model: string, path = '/v1/chat/completions') =>
  (await send(upstream.port, path, { body: { model } })).text;

describe('script', () => {
  it('gives answers in order, then the default', async ({ upstream }) => {
    upstream.script(json(1));
    upstream.script(json(2));
    expect(await ask(upstream, 'm')).toBe('1');
    expect(await ask(upstream, 'm')).toBe('2');
    expect(await ask(upstream, 'm')).toContain('chat.completion');
  });

  it('fails twice and then succeeds', async ({ upstream }) => {
    upstream.script(error({ status: 503 }), { times: 2 });
    const statuses = [];
    for (let turn = 0; turn < 3; turn++) {
      statuses.push((await send(upstream.port, '/v1/messages', { body: {} })).status);
    }
    expect(statuses).toEqual([503, 503, 200]);
  });

  it('answers for ever when told so', async ({ upstream }) => {
    upstream.script(json(1), { times: Number.POSITIVE_INFINITY });
    for (let turn = 0; turn < 5; turn++) expect(await ask(upstream, 'm')).toBe('1');
  });

  const matches: [string, Match][] = [
    ['a model', { model: 'wanted' }],
    ['a path', { path: '/wanted' }],
    ['a pattern', { path: /want/ }],
    ['a predicate', { when: (request) => request.text.includes('"wanted"') }],
  ];
  for (const [name, match] of matches) {
    it(`is for ${name}`, async ({ upstream }) => {
      upstream.script(json('scripted'), match);
      upstream.script(json('other'), { method: 'POST', times: 2 });
      expect(await ask(upstream, 'else', '/else')).toBe('"other"');
      expect(await ask(upstream, 'wanted', '/wanted')).toBe('"scripted"');
      expect(await ask(upstream, 'wanted', '/wanted')).toBe('"other"');
    });
  }

  it('is for the n-th call', async ({ upstream }) => {
    upstream.script(json('third'), { model: 'm', call: 3 });
    upstream.script(json('other'), { times: Number.POSITIVE_INFINITY });
    const texts = [];
    for (const model of ['m', 'n', 'm', 'n', 'm', 'm']) texts.push(await ask(upstream, model));
    expect(texts).toEqual(['"other"', '"other"', '"other"', '"other"', '"third"', '"other"']);
  });
});
