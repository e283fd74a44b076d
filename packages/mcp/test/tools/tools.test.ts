import { json, reply, startFakeUpstream, stream } from '@ofoxai/fake-upstream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { call, connectTo } from '../support/connect.ts';
import { makeApp, startGateway, tempFolder } from '../support/start.ts';

async function fake() {
  const upstream = await startFakeUpstream();
  onTestFinished(() => upstream.close());
  return upstream;
}

describe('chat', () => {
  test('remembers a conversation under the id that it is given', async () => {
    const upstream = await fake();
    upstream.script(reply({ text: 'Noted.' }));
    upstream.script(reply({ text: 'It was 7.' }));
    upstream.script(reply({ text: 'I do not know.' }));
    const client = await connectTo(makeApp(upstream.url));
    const ask = (prompt: string, conversation_id: string) =>
      call(client, 'chat', { model: 'openai/gpt-4o', prompt, conversation_id });
    await ask('Remember 7.', 'a');
    expect((await ask('Which number?', 'a')).text).toContain('It was 7.');
    await ask('Which number?', 'b');
    const asked = upstream.requests.map(({ text }) => text);
    expect(asked[1]).toContain('Remember 7.');
    expect(asked[1]).toContain('Noted.');
    expect(asked[2]).not.toContain('Remember 7.');
  });

  test('leaves a conversation as it was when a turn fails', async () => {
    const client = await connectTo(makeApp(await startGateway()));
    const ask = (model: string) =>
      call(client, 'chat', { model, prompt: 'Hi', conversation_id: 'a' });
    expect((await ask('openai/gpt-4o:error-500')).isError).toBe(true);
    expect((await ask('openai/gpt-4o')).isError).toBeFalsy();
  });

  test('gives JSON as text and as structure, and both are the same', async () => {
    const client = await connectTo(makeApp(await startGateway()));
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' }, people: { type: 'integer' } },
      required: ['city', 'people'],
    };
    for (const json_schema of [JSON.stringify(schema), schema]) {
      const args = { model: 'openai/gpt-4o', prompt: 'A city', json_schema };
      const { content, structuredContent, isError } = await call(client, 'chat', args);
      expect(isError).toBeFalsy();
      expect(content).toHaveLength(1);
      expect(JSON.parse(content[0]?.text ?? '')).toEqual(structuredContent);
      expect(structuredContent).toMatchObject({ city: expect.any(String) });
    }
  });

  test('without a schema gives text alone', async () => {
    const client = await connectTo(makeApp(await startGateway()));
    const answer = await call(client, 'chat', { prompt: 'Hi' });
    expect(answer).not.toHaveProperty('structuredContent');
    expect(answer.text).toMatch(/\[openai\/gpt-5-mini · /);
  });

  test('tells when another model answered', async () => {
    const client = await connectTo(makeApp(await startGateway()));
    const args = { model: 'openai/gpt-4o:error-503', prompt: 'Hi', fallback: ['openai/gpt-4.1'] };
    const { text } = await call(client, 'chat', args);
    expect(text).toMatch(/\[openai\/gpt-4\.1 \(asked for openai\/gpt-4o:error-503\) · /);
  });

  test('tells when an answer is cut off', async () => {
    const client = await connectTo(makeApp(await startGateway()));
    const args = { model: 'openai/gpt-4o', prompt: 'Count to 50.', max_tokens: 5 };
    expect((await call(client, 'chat', args)).text).toContain('cut off at max_tokens');
  });

  test('keeps the images of an answer within what clients take', async () => {
    const upstream = await fake();
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(500_000)]);
    const url = `data:image/png;base64,${png.toString('base64')}`;
    const images = [1, 2, 3].map(() => ({ type: 'image_url', image_url: { url } }));
    const chunk = {
      ...{ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'openai/gpt-4o' },
      choices: [{ index: 0, delta: { content: 'Three.', images }, finish_reason: 'stop' }],
    };
    const events = [{ data: JSON.stringify(chunk) }, { data: '[DONE]' }];
    upstream.script(stream({ events }));
    const app = makeApp(upstream.url, { env: { OFOX_OUTPUT_DIR: tempFolder() } });
    const result = await call(await connectTo(app), 'chat', { prompt: 'Draw three.' });
    expect(result.text).toContain('Three.');
    expect(result.content.filter(({ type }) => type === 'resource_link')).toHaveLength(3);
    expect(JSON.stringify(result).length).toBeLessThan(1_000_000);
  });

  test.each([
    [{ temperature: 1 }, /temperature/],
    [{ reasoning: 'much' }, /reasoning/],
    [{ json_schema: 'no JSON' }, /json_schema must be a JSON Schema/],
    [{ images: ['/etc/passwd'] }, /reads no files/],
    [{ model: 'openai/gpt-4o:error-429' }, /Try again in/],
    [{ model: 'openai/gpt-4o:error-402' }, /no money left/],
    [{ model: 'openai/gpt-4o:error-503' }, /fallback/],
  ])('answers %j with an error that helps', async (args, message) => {
    const client = await connectTo(makeApp(await startGateway()));
    const { isError, text } = await call(client, 'chat', {
      model: 'openai/gpt-4o',
      prompt: 'Hi',
      ...args,
    });
    expect(isError).toBe(true);
    expect(text).toMatch(message);
  });
});

describe('compare', () => {
  test('gives each answer a block, and the errors of some among them', async () => {
    const client = await connectTo(makeApp(await startGateway()));
    const models = ['openai/gpt-4o', 'openai/gpt-4o:error-500', 'anthropic/claude-sonnet-4.5'];
    const { content, isError } = await call(client, 'compare', {
      models,
      prompt: 'What is 6 * 7?',
      judge: 'google/gemini-3-flash-preview',
    });
    expect(isError).toBeFalsy();
    const texts = content.map(({ text }) => text);
    expect(texts).toHaveLength(4);
    expect(texts[0]).toMatch(/^## openai\/gpt-4o\n\n[\s\S]*42[\s\S]*\[openai\/gpt-4o · /);
    expect(texts[1]).toMatch(/^## openai\/gpt-4o:error-500\n\nNo answer: /);
    expect(texts[3]).toMatch(
      /^## Verdict of google\/gemini-3-flash-preview \(answer 1 is openai\/gpt-4o, answer 2 is anthropic/,
    );
  });

  test('is an error when no model answers', async () => {
    const client = await connectTo(makeApp(await startGateway()));
    const models = ['openai/gpt-4o:error-500', 'openai/none'];
    expect((await call(client, 'compare', { models, prompt: 'Hi' })).isError).toBe(true);
    expect((await call(client, 'compare', { models: ['openai/a'], prompt: 'Hi' })).isError).toBe(
      true,
    );
  });
});

interface Found {
  models: { id: string; context?: number; in?: number; out?: number; est_usd?: number }[];
  total: number;
  next_cursor?: string;
}

describe('find_models', () => {
  const find = async (args: Record<string, unknown>, flags: string[] = []): Promise<Found> => {
    const client = await connectTo(makeApp(await startGateway(), { args: flags }));
    const { text, structuredContent } = await call(client, 'find_models', args);
    expect(JSON.parse(text)).toEqual(structuredContent);
    return JSON.parse(text);
  };

  test('filters, sorts and estimates', async () => {
    const found = await find({
      query: 'claude',
      input: 'image',
      min_context: 1_000_000,
      max_price: 25,
      sort: 'price',
      prompt_tokens: 1000,
      output_tokens: 500,
    });
    expect(found.models[0]).toEqual({
      id: 'anthropic/claude-sonnet-5',
      context: 1_000_000,
      in: 2,
      out: 10,
      inputs: ['image', 'file'],
      est_usd: 0.007,
    });
    expect(found.models.every(({ out = 0 }) => out <= 25)).toBe(true);
  });

  test('goes through all pages', async () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await find({ limit: 50, ...(cursor && { cursor }) });
      ids.push(...page.models.map(({ id }) => id));
      cursor = page.next_cursor;
      if (cursor === undefined) expect(ids).toHaveLength(page.total);
    } while (cursor !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('shows only what may be used', async () => {
    const flags = ['--allow-models', 'anthropic/*,openai/gpt-5*', '--deny-models', '*opus*'];
    const { models } = await find({ limit: 50 }, flags);
    const ids = models.map(({ id }) => id);
    expect(ids).toContain('anthropic/claude-sonnet-5');
    expect(ids.filter((id) => /opus|google|gpt-4/.test(id))).toEqual([]);
  });
});

describe('the rules for models', () => {
  test.each([
    'anthropic/claude-opus-5',
    'Anthropic/Claude-OPUS-5',
    'claude-opus-4-5-20251101',
    'anthropic/claude-opus-5:slow-1',
    'google/gemini-2.5-pro',
    'auto',
    'unknown/model',
  ])('keep %s out', async (model) => {
    const args = ['--allow-models', 'anthropic/*', '--deny-models', '*opus*'];
    const client = await connectTo(makeApp(await startGateway(), { args }));
    const { isError, text } = await call(client, 'chat', { model, prompt: 'Hi' });
    expect(isError).toBe(true);
    expect(text).toMatch(/does not let/);
    const fallback = { model: 'anthropic/claude-sonnet-5', prompt: 'Hi', fallback: [model] };
    expect((await call(client, 'chat', fallback)).isError).toBe(true);
  });
});

describe('generate_image', () => {
  test('gives small images in the answer', async () => {
    const client = await connectTo(makeApp(await startGateway()));
    const { content } = await call(client, 'generate_image', {
      model: 'ofox/image',
      prompt: 'A cat',
    });
    expect(content[0]).toMatchObject({ type: 'image', mimeType: 'image/png' });
    expect(content).toHaveLength(2);
  });

  test('keeps several within what clients take, in files if need be', async () => {
    const upstream = await fake();
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(250_000)]);
    const data = Array.from({ length: 4 }, () => ({ b64_json: png.toString('base64') }));
    upstream.script(json({ created: 1, data }));
    const app = makeApp(upstream.url, { env: { OFOX_OUTPUT_DIR: tempFolder() } });
    const result = await call(await connectTo(app), 'generate_image', { prompt: 'x', n: 4 });
    expect(result.content.filter(({ type }) => type === 'resource_link')).toHaveLength(4);
    expect(JSON.stringify(result).length).toBeLessThan(1_000_000);
  });
});

test('rank_texts gives indexes and scores, never vectors', async () => {
  const client = await connectTo(makeApp(await startGateway(), { args: ['--toolsets', 'all'] }));
  const texts = ['the stock market fell', 'a cat sat on the mat', 'a cat lay on a mat'];
  const { text } = await call(client, 'rank_texts', { query: 'a cat on the mat', texts, top: 2 });
  const { ranked } = JSON.parse(text) as { ranked: { index: number; score: number }[] };
  expect(ranked.map(({ index }) => index).sort()).toEqual([1, 2]);
  expect(text.length).toBeLessThan(200);
});
