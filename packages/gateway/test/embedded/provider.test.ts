import type { ChatRequest, Message, ReplyEvent } from '@ofoxai/core';
import { fold, replyText } from '@ofoxai/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEmbeddedProvider } from '../../src/embedded/index.ts';
import { encodePng } from '../../src/embedded/png.ts';
import { chatRequest, events, reply, testProvider } from './ask.ts';

const say = async (text: string, rest: Partial<ChatRequest> = {}) =>
  replyText(await reply(chatRequest(text, rest)));
const system = (text: string) => [{ type: 'text' as const, text }];
const user = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] });
const PNG = encodePng({ width: 8, height: 4, transparent: false, data: new Uint32Array(32) });

describe('models', () => {
  it.each([
    'openai/gpt-4o',
    'anthropic/claude-sonnet-4.5',
    'google/gemini-3-flash-preview',
    'ofox/mini',
  ])('%s is answered for by the offline model, which says so', async (model) => {
    const answer = await reply(chatRequest('Hello there', { model }));
    expect(answer.model).toBe(model);
    expect(replyText(answer)).toBe(
      `You said "Hello there" (2 words). This is the offline model, answering as ${model}.`,
    );
  });

  it('may be called by an alias', async () => {
    expect((await reply(chatRequest('hi', { model: 'gpt-4o' }))).model).toBe('openai/gpt-4o');
  });

  it('that are unknown are not found, and the closest are named', async () => {
    await expect(say('hi', { model: 'openai/gpt4o' })).rejects.toMatchObject({
      kind: 'not_found',
      status: 404,
      param: 'model',
      message: expect.stringContaining('openai/gpt-4o'),
    });
  });

  it('take only what they have a sense for', async () => {
    const image = {
      type: 'media' as const,
      kind: 'image' as const,
      source: { type: 'base64' as const, mediaType: 'image/png', data: '' },
    };
    const messages: Message[] = [
      { role: 'user', content: [{ type: 'text', text: 'look' }, image] },
    ];
    await expect(say('', { model: 'ofox/mini', messages })).rejects.toMatchObject({
      kind: 'invalid_request',
      param: 'messages[0].content[1]',
    });
    const text = {
      ...image,
      kind: 'document' as const,
      source: { type: 'text' as const, text: 'Plain.' },
    };
    expect(
      await say('', { model: 'ofox/mini', messages: [{ role: 'user', content: [text] }] }),
    ).toContain('Plain.');
    await expect(say('hi', { model: 'ofox/embed' })).rejects.toMatchObject({ param: 'model' });
  });

  it('do not take more than their context', async () => {
    await expect(say('word '.repeat(40_000), { model: 'bailian/qwen-max' })).rejects.toMatchObject({
      kind: 'context_length',
      code: 'context_length_exceeded',
    });
  });

  it('that draw do so in a conversation too', async () => {
    const answer = await reply(
      chatRequest('a red fox', { model: 'google/gemini-2.5-flash-image' }),
    );
    expect(answer.content.map((part) => part.type)).toEqual(['text', 'media']);
    const words = chatRequest('a red fox', {
      model: 'google/gemini-2.5-flash-image',
      modalities: ['text'],
    });
    expect((await reply(words)).content.map((part) => part.type)).toEqual(['text']);
  });
});

describe('answers', () => {
  it.each([
    ['Say hello!', 'hello!'],
    ['Reply with exactly: pong', 'pong'],
    ['Please say "one. two."', 'one. two.'],
    ['Hello.\nRepeat after me: the fox', 'the fox'],
    ['what is 12*7', '12 * 7 = 84.'],
    ['What is 2+2? Answer with just the number.', '4'],
    ['count from 3 to 6', '3, 4, 5, 6'],
    ['What is 6 / 4 in one word?', '1.5'],
    ['', 'Your message is empty. This is the offline model, answering as ofox/pro.'],
  ])('to %j', async (text, expected) => {
    expect(await say(text)).toBe(expected);
  });

  it.each([
    ['Answer in uppercase.', 'HELLO'],
    ['Always answer in lower case', 'hello'],
    ['End every answer with "over".', 'Hello over'],
    ['Start your answers with: Captain', 'Captain Hello'],
    ['Answer in French.', '(French was asked for; the offline model writes English.) Hello'],
  ])('follow the system prompt %j', async (prompt, expected) => {
    expect(await say('Say Hello', { system: system(prompt) })).toBe(expected);
    const inside: Message[] = [{ role: 'system', content: system(prompt) }, user('Say Hello')];
    expect(await say('', { messages: inside })).toBe(expected);
  });

  it('acknowledge any other system prompt', async () => {
    expect(await say('Hi', { system: system('You are a pirate.') })).toContain(
      '"You are a pirate."',
    );
  });

  it.each([
    ['write 500 words about rain', (text: string) => text.split(' ').length, 500],
    ['a 120-word story', (text: string) => text.split(' ').length, 120],
    ['give me 7 sentences', (text: string) => text.split('. ').length, 7],
    ['write 3 paragraphs', (text: string) => text.split('\n\n').length, 3],
  ])('are as long as %s asks', async (text, measure, expected) => {
    expect(measure(await say(text))).toBe(expected);
  });

  it('remember what was said', async () => {
    const before: Message[] = [
      user('My name is Ada.'),
      { role: 'assistant', content: system('Hello Ada') },
    ];
    expect(await say('', { messages: [...before, user("What's my name?")] })).toBe(
      'Your name is Ada.',
    );
    expect(await say('', { messages: [...before, user('What did I say?')] })).toBe(
      'You said: "My name is Ada."',
    );
  });

  it('tell what was shown', async () => {
    const media = (
      kind: 'image' | 'audio' | 'document',
      mediaType: string,
      data: string,
      name?: string,
    ) => ({
      type: 'media' as const,
      kind,
      source: { type: 'base64' as const, mediaType, data },
      ...(name ? { name } : {}),
    });
    const content = [
      ...system('Look'),
      media('image', 'image/jpeg', PNG.toString('base64')),
      media('image', 'image/png', 'AAAA'),
      media('document', 'application/pdf', Buffer.from('%PDF-1.7').toString('base64'), 'a.pdf'),
      media('document', 'text/plain', Buffer.from('Some text').toString('base64')),
      {
        type: 'media' as const,
        kind: 'image' as const,
        source: { type: 'url' as const, url: 'https://example.com/x.png' },
      },
    ];
    const text = await say('', { messages: [{ role: 'user', content }] });
    expect(text).toContain('a PNG image of 8 x 4 pixels');
    expect(text).toContain('an image that says it is image/png and that I cannot read');
    expect(text).toContain('a document named "a.pdf" (application/pdf, 8 bytes)');
    expect(text).toContain('a document (text/plain, 9 characters) that begins "Some text"');
    expect(text).toContain('an image at https://example.com/x.png, which I cannot open offline');
  });

  it('are JSON when they must be', async () => {
    expect(
      JSON.parse(await say('colour: red', { responseFormat: { type: 'json' } })),
    ).toMatchObject({
      colour: 'red',
      answer: expect.stringContaining('offline model'),
    });
    const schema = {
      type: 'object',
      properties: { result: { type: 'number' } },
      required: ['result'],
    };
    expect(await say('6*7', { responseFormat: { type: 'json-schema', schema } })).toBe(
      '{"result":42}',
    );
  });
});

describe('limits', () => {
  it('of tokens end the answer', async () => {
    for (const maxTokens of [0, 1, 7]) {
      const answer = await reply(chatRequest('count to 200', { maxTokens }));
      expect(answer.finish).toEqual({ reason: 'length' });
      expect(answer.usage.output).toBe(maxTokens);
    }
    const whole = await reply(chatRequest('say hello', { maxTokens: 1 }));
    expect(whole).toMatchObject({ finish: { reason: 'stop' }, usage: { output: 1 } });
  });

  it('count thoughts, and leave those that were cut off unsigned', async () => {
    const answer = await reply(
      chatRequest('hi', {
        model: 'anthropic/claude-opus-4.6',
        reasoning: { effort: 'high' },
        maxTokens: 5,
      }),
    );
    expect(answer.usage).toMatchObject({ reasoning: 5, output: 0 });
    expect(answer.content).toHaveLength(1);
    expect(answer.content[0]).not.toHaveProperty('signature');
  });

  it('cut the arguments of a call short', async () => {
    const tools = [
      {
        type: 'function' as const,
        name: 'f',
        parameters: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
      },
    ];
    const answer = await reply(chatRequest('f', { tools, toolChoice: 'required', maxTokens: 3 }));
    expect(answer.finish.reason).toBe('length');
    expect(answer.content).toMatchObject([{ type: 'tool-call', arguments: '{"' }]);
  });

  it('stop before the first stop sequence, wherever tokens end', async () => {
    fc.assert(
      (await fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 9 }), async (from, length) => {
        const whole = 'The lighthouse keeper counts 12345 waves, day after day.';
        const stop = whole.slice(from % whole.length, (from % whole.length) + length);
        const answer = await reply(chatRequest(`say "${whole}"`, { stop: ['never', stop] }));
        expect(replyText(answer)).toBe(whole.slice(0, whole.indexOf(stop)));
        expect(answer.finish).toEqual({ reason: 'stop', stopSequence: stop });
      })) as never,
    );
  });
});

describe('streams', () => {
  it('come token by token and add up to the same reply', async () => {
    const request = chatRequest('count to 30', { logprobs: 2 });
    const all = await events(request);
    expect(all.filter((event) => event.type === 'text').length).toBeGreaterThan(50);
    expect(await events({ ...request, stream: true })).toEqual(all);
    const { logprobs = [], usage } = fold(all);
    expect(logprobs.map(({ token }) => token).join('')).toBe(replyText(fold(all)));
    expect(logprobs).toHaveLength(usage.output);
    for (const { token, logprob, top } of logprobs) {
      expect(logprob).toBeLessThan(0);
      expect(top).toHaveLength(2);
      expect(top[0]?.token).toBe(token);
      expect(top[1]?.logprob).toBeLessThan(logprob);
    }
  });

  it('have the time of the clock and the price of the catalogue', async () => {
    const answer = await reply(chatRequest('say hello', { model: 'openai/gpt-4o' }));
    expect(answer.created).toBe(1_700_000_000);
    const { input, output } = answer.usage;
    expect(answer.usage.cost).toBe(
      ((input * 2.5 + output * 10) / 1e6).toFixed(7).replace(/0+$/, ''),
    );
    expect((await reply(chatRequest('say hello'))).usage.cost).toBe('0');
  });

  it('keep the pace', async () => {
    const { provider, pauses } = testProvider();
    await reply(chatRequest('say one two', { model: 'ofox/pro:pace-20:slow-500' }), { provider });
    expect(pauses).toEqual([500, 20, 20]);
  });

  it('end at once when the caller leaves', async () => {
    const provider = createEmbeddedProvider();
    const left = new AbortController();
    const seen: ReplyEvent[] = [];
    const listening = (async () => {
      for await (const event of provider.chat(chatRequest('count to 9000'), {
        signal: left.signal,
      })) {
        seen.push(event);
        if (seen.length === 5) left.abort();
      }
    })();
    await expect(listening).rejects.toMatchObject({ kind: 'aborted' });
    expect(seen).toHaveLength(5);
  });

  it.each(['hang', 'slow-600000', 'pace-60000'])('end at once within %s', async (directive) => {
    const left = new AbortController();
    const provider = createEmbeddedProvider();
    const listening = events(chatRequest('hi'), {
      provider,
      signal: left.signal,
      directives: directive,
    });
    setImmediate(() => left.abort(new Error('gone')));
    await expect(listening).rejects.toMatchObject({ kind: 'aborted', cause: { message: 'gone' } });
  });
});

describe('rehearsed failures', () => {
  it.each([
    [400, 'invalid_request'],
    [401, 'authentication'],
    [403, 'permission'],
    [404, 'not_found'],
    [429, 'rate_limit'],
    [500, 'internal'],
    [503, 'unavailable'],
    [529, 'unavailable'],
  ])('with status %d', async (status, kind) => {
    const failing = reply(chatRequest('hi', { model: `openai/gpt-4o:error-${status}` }));
    await expect(failing).rejects.toMatchObject({ status, kind, model: 'openai/gpt-4o' });
  });

  it('come every so many requests', async () => {
    const { provider } = testProvider();
    const outcomes: string[] = [];
    for (let count = 0; count < 6; count++) {
      const request = chatRequest('hi', { model: 'ofox/mini:flaky-3' });
      outcomes.push(
        await reply(request, { provider }).then(
          () => 'ok',
          (error) => error.kind,
        ),
      );
    }
    expect(outcomes).toEqual(['ok', 'ok', 'unavailable', 'ok', 'ok', 'unavailable']);
  });

  it('break the stream after so many tokens', async () => {
    const { provider } = testProvider();
    const seen: ReplyEvent[] = [];
    const stream = provider.chat(chatRequest('count to 200'), {
      signal: new AbortController().signal,
      directives: 'cut=4',
    });
    await expect(
      (async () => {
        for await (const event of stream) seen.push(event);
      })(),
    ).rejects.toMatchObject({ kind: 'stream' });
    expect(seen.map((event) => event.type)).toEqual(['start', 'text', 'text', 'text', 'text']);
  });

  it('decline, filter and say nothing', async () => {
    const ask = (directive: string) => reply(chatRequest('hi', { model: `ofox/pro:${directive}` }));
    expect(await ask('refuse')).toMatchObject({
      content: [{ type: 'refusal' }],
      finish: { reason: 'refusal' },
    });
    expect(await ask('filter')).toMatchObject({ finish: { reason: 'content_filter' } });
    expect(await ask('empty')).toMatchObject({
      content: [],
      finish: { reason: 'stop' },
      usage: { output: 0 },
    });
  });

  it('are refused when nobody knows them', async () => {
    await expect(say('hi', { model: 'openai/gpt-4o:error-here' })).rejects.toMatchObject({
      kind: 'invalid_request',
      param: 'model',
      message: expect.stringContaining('error-here'),
    });
  });
});

describe('countTokens', () => {
  it('counts what a reply says was read', async () => {
    const { provider } = testProvider();
    const request = chatRequest('Hello there', { system: system('Be kind.') });
    expect(provider.countTokens(request)).toBe((await reply(request)).usage.input);
  });
});

describe('any conversation', () => {
  it('is answered with events that add up, the same each time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constantFrom('openai/gpt-5', 'anthropic/claude-opus-5', 'google/gemini-3.5-flash'),
        fc.option(fc.nat(60), { nil: undefined }),
        async (text, model, maxTokens) => {
          const request = chatRequest(text, {
            model,
            reasoning: { effort: 'low' },
            ...(maxTokens === undefined ? {} : { maxTokens }),
          });
          const all = await events(request);
          fold(all);
          expect(await events(request)).toEqual(all);
        },
      ),
      { numRuns: 50 },
    );
  });
});
