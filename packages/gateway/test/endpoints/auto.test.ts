import { error } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { CHATS, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

const MODELS = ['openai/gpt-4o-mini', 'anthropic/claude-sonnet-4.5', 'anthropic/claude-opus-4.6'];

const auto = (preference: string, models = MODELS, more = {}) => ({
  ...CHATS.openai.body,
  model: 'auto',
  model_routing_config: { models, preference },
  ...more,
});

describe('model: auto', () => {
  it('chooses by the preference and tells what and why', async () => {
    const { post, records } = await serve();
    const chosen: string[] = [];
    for (const preference of ['cost', 'quality']) {
      const response = await post(CHATS.openai.path, auto(preference));
      expect(response.status).toBe(200);
      expect(response.headers.get('x-ofox-auto')).toBe(`simple; ${preference}`);
      chosen.push(((await response.json()) as { model: string }).model);
    }
    expect(chosen).toEqual(['openai/gpt-4o-mini', 'anthropic/claude-sonnet-4.5']);
    await expect
      .poll(() => records[1])
      .toMatchObject({ model: 'auto', servedModel: chosen[1], auto: 'simple; quality' });
  });

  it('chooses a stronger one for a harder task', async () => {
    const { post } = await serve();
    const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];
    const body = auto('quality', MODELS, { tools, reasoning_effort: 'high', tool_choice: 'none' });
    const response = await post(CHATS.openai.path, body);
    expect(response.headers.get('x-ofox-auto')).toBe('hard (tools, reasoning); quality');
    expect(await response.json()).toMatchObject({ model: 'anthropic/claude-opus-4.6' });
  });

  it('works on every protocol and in streams', async () => {
    const { post } = await serve();
    const anthropic = await post(CHATS.anthropic.path, {
      ...CHATS.anthropic.body,
      ...{ model: 'auto', stream: true, model_routing_config: { preference: 'cost' } },
    });
    expect(anthropic.headers.get('x-ofox-auto')).toBe('simple; cost');
    await anthropic.text();
    const path = '/gemini/v1beta/models/auto:generateContent';
    const gemini = await post(path, CHATS.gemini.body);
    expect(gemini.headers.get('x-ofox-auto')).toBe('simple; balanced');
  });

  it('takes the next one when the chosen one fails', async () => {
    const upstream = await fakeUpstream();
    upstream.script(error({ status: 503 }), { model: 'openai/gpt-4o-mini' });
    const { post } = await serve({ nodes: [node('openai', upstream.url)] });
    const response = await post(CHATS.openai.path, auto('cost'));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ model: 'anthropic/claude-sonnet-4.5' });
    const asked = upstream.requests.map(({ json }) => json);
    expect(asked[1]).not.toHaveProperty('model_routing_config');
  });

  it('tells when there is nothing to choose', async () => {
    const { post } = await serve({
      nodes: [node('openai', 'http://127.0.0.1:1', { models: { 'openai/*': '*' } })],
    });
    const unserved = await post(CHATS.openai.path, auto('cost', ['anthropic/claude-opus-4.6']));
    expect(unserved.status).toBe(404);
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } };
    const messages = [{ role: 'user', content: [image] }];
    const blind = ['openai/gpt-3.5-turbo', 'openai/o1-mini', 'openai/o3-mini'];
    const unable = await post(CHATS.openai.path, auto('cost', blind, { messages }));
    expect([400, 404]).toContain(unable.status);
  });
});
