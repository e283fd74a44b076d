import { describe, expect, it } from 'vitest';
import { rejection } from '../support/rejection.ts';
import { connect, SDKS } from './sdk.ts';

const BODY = {
  model: 'openai/gpt-4o',
  messages: [{ role: 'user' as const, content: 'Hello' }],
};

describe.each(SDKS)('errors in %s', (_, Sdk) => {
  it('401 for a wrong key', async () => {
    const { client } = await connect(Sdk, { apiKey: 'sk-test-wrong' });
    const error = await rejection(client.chat.completions.create(BODY));
    expect(error).toBeInstanceOf(Sdk.AuthenticationError);
    expect(error).toMatchObject({
      status: 401,
      code: 'invalid_api_key',
      type: 'authentication_error',
      message: expect.stringContaining('API Key is invalid'),
    });
  });

  it('400 with the field at fault and the id of the request', async () => {
    const { client, records } = await connect(Sdk);
    const body = { ...BODY, messages: [{ role: 'robot', content: 'Hello' }] } as unknown;
    const error = await rejection(client.chat.completions.create(body as typeof BODY));
    expect(error).toBeInstanceOf(Sdk.BadRequestError);
    expect(error).toMatchObject({ param: 'messages[0].role', type: 'invalid_request_error' });
    const id = records[0]?.id;
    expect([
      (error as { requestID?: string }).requestID,
      (error as { request_id?: string }).request_id,
    ]).toContain(id);
  });

  it('400 for an unknown way of routing', async () => {
    const { client } = await connect(Sdk);
    const body = { ...BODY, provider: { routing: 'fastest' } };
    const error = await rejection(client.chat.completions.create(body));
    expect(error).toBeInstanceOf(Sdk.BadRequestError);
    expect(error).toMatchObject({ param: 'provider.routing' });
  });

  it('404 for an unknown model', async () => {
    const { client } = await connect(Sdk);
    const error = await rejection(client.chat.completions.create({ ...BODY, model: 'no/such' }));
    expect(error).toBeInstanceOf(Sdk.NotFoundError);
    expect(error).toMatchObject({ code: 'model_not_found', param: 'model' });
  });

  it.each([
    [400, 'BadRequestError'],
    [403, 'PermissionDeniedError'],
    [429, 'RateLimitError'],
    [500, 'InternalServerError'],
    [502, 'InternalServerError'],
    [503, 'InternalServerError'],
  ] as const)('%i of a model', async (status, name) => {
    const { client } = await connect(Sdk);
    const model = `openai/gpt-4o:error-${status}`;
    const error = await rejection(client.chat.completions.create({ ...BODY, model }));
    expect(error).toBeInstanceOf(Sdk[name]);
    expect(error).toMatchObject({ status, message: expect.stringContaining('offline model') });
  });

  it('429 beyond the limit, with the time to wait', async () => {
    const { client } = await connect(Sdk, { rpm: 1 });
    await client.chat.completions.create(BODY);
    const error = await rejection(client.chat.completions.create(BODY));
    expect(error).toBeInstanceOf(Sdk.RateLimitError);
    const headers = new Headers(
      (error as { headers: ConstructorParameters<typeof Headers>[0] }).headers,
    );
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(headers.get('x-ratelimit-remaining-requests')).toBe('0');
  });

  it('tries again after a failure that passes', async () => {
    const { client, records } = await connect(Sdk, { maxRetries: 2 });
    const model = 'openai/gpt-4o:flaky-2';
    for (let call = 0; call < 2; call++) await client.chat.completions.create({ ...BODY, model });
    expect(records.map(({ status }) => status)).toEqual([200, 503, 200]);
  });

  it('does not try again what cannot succeed', async () => {
    const { client, records } = await connect(Sdk, { maxRetries: 2 });
    await rejection(client.chat.completions.create({ ...BODY, model: 'no/such' }));
    expect(records).toHaveLength(1);
  });
});
