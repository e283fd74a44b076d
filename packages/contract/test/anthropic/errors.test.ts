import Anthropic0 from 'anthropic0';
import Anthropic1 from 'anthropic1';
import { describe, expect, it } from 'vitest';
import { rejection } from '../support/rejection.ts';
import { connect, MODEL, SDKS } from './sdk.ts';

const BODY = {
  model: MODEL,
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'Hello' }],
};

describe.each(SDKS)('errors in %s', (_, Sdk) => {
  it('401 for a wrong key', async () => {
    const { client } = await connect(Sdk, { apiKey: 'sk-test-wrong' });
    const error = await rejection(client.messages.create(BODY));
    expect(error).toBeInstanceOf(Sdk.AuthenticationError);
    expect(error).toMatchObject({ status: 401, type: 'authentication_error' });
    expect((error as Error).message).toContain('API Key is invalid');
  });

  it('400 with the field at fault and the id of the request', async () => {
    const { client, records } = await connect(Sdk);
    const error = await rejection(client.messages.create({ ...BODY, max_tokens: -1 }));
    expect(error).toBeInstanceOf(Sdk.BadRequestError);
    expect(error).toMatchObject({
      type: 'invalid_request_error',
      requestID: records[0]?.id,
      error: { error: { param: 'max_tokens', message: expect.stringContaining('max_tokens') } },
    });
  });

  it.each([
    [404, 'NotFoundError', 'no/such'],
    [403, 'PermissionDeniedError', `${MODEL}:error-403`],
    [429, 'RateLimitError', `${MODEL}:error-429`],
    [500, 'InternalServerError', `${MODEL}:error-500`],
    [502, 'InternalServerError', `${MODEL}:error-502`],
    [503, 'InternalServerError', `${MODEL}:error-503`],
  ] as const)('%i', async (status, name, model) => {
    const { client } = await connect(Sdk);
    const error = await rejection(client.messages.create({ ...BODY, model }));
    expect(error).toBeInstanceOf(Sdk[name]);
    expect(error).toMatchObject({ status, type: expect.stringMatching(/_error$/) });
  });

  it('429 beyond the limit, with the time to wait', async () => {
    const { client } = await connect(Sdk, { rpm: 1 });
    await client.messages.create(BODY);
    const error = await rejection(client.messages.create(BODY));
    expect(error).toBeInstanceOf(Sdk.RateLimitError);
    const { headers } = error as { headers: Headers };
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('tries again after a failure that passes', async () => {
    const { client, records } = await connect(Sdk, { maxRetries: 2 });
    const model = `${MODEL}:flaky-2`;
    for (let call = 0; call < 2; call++) await client.messages.create({ ...BODY, model });
    expect(records.map(({ status }) => status)).toEqual([200, 503, 200]);
  });
});

it('version 1 has a class of its own for 503, which stands for 529 too', async () => {
  const { client } = await connect(Anthropic1);
  for (const status of [503, 529]) {
    const error = await rejection(
      client.messages.create({ ...BODY, model: `${MODEL}:error-${status}` }),
    );
    expect(error).toBeInstanceOf(Anthropic1.ServiceUnavailableError);
    expect(error).toMatchObject({ type: 'overloaded_error' });
  }
});

it('version 0 takes a token instead of a key', async () => {
  const { client } = await connect(Anthropic0 as unknown as typeof Anthropic1);
  const authorised = client.withOptions({ apiKey: null, authToken: client.apiKey });
  expect((await authorised.messages.create(BODY)).type).toBe('message');
});
