import { describe, expect, it } from 'vitest';
import { drain, rejection } from '../support/rejection.ts';
import { slowProvider } from '../support/slow-provider.ts';
import { connect, MODEL, SDKS } from './sdk.ts';

const BODY = { model: MODEL, contents: 'Hello' };

/** Google's SDK keeps the body of an error as the error's message. */
function bodyOf(error: unknown): { code: number; status: string; message: string } {
  return JSON.parse((error as Error).message).error;
}

describe.each(SDKS)('errors in %s', (version, sdk) => {
  it('401 for a wrong key', async () => {
    const { ai } = await connect(sdk, { apiKey: 'sk-test-wrong' });
    const error = await rejection(ai.models.generateContent(BODY));
    expect(error).toBeInstanceOf(sdk.ApiError);
    expect(error).toMatchObject({ status: 401 });
    expect(bodyOf(error)).toMatchObject({ code: 401, status: 'UNAUTHENTICATED' });
  });

  it('400 with the field at fault', async () => {
    const { ai } = await connect(sdk);
    const error = await rejection(
      ai.models.generateContent({ ...BODY, config: { temperature: 'warm' as never } }),
    );
    expect(error).toMatchObject({ status: 400 });
    expect(bodyOf(error)).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT' });
    expect(bodyOf(error).message).toContain('generationConfig.temperature');
  });

  it.each([
    [403, 'PERMISSION_DENIED', `${MODEL}:error-403`],
    [404, 'NOT_FOUND', 'no/such'],
    [429, 'RESOURCE_EXHAUSTED', `${MODEL}:error-429`],
    [500, 'INTERNAL', `${MODEL}:error-500`],
    [503, 'UNAVAILABLE', `${MODEL}:error-503`],
  ])('%i', async (status, word, model) => {
    const { ai } = await connect(sdk);
    for (const asked of [
      ai.models.generateContent({ ...BODY, model }),
      ai.models.generateContentStream({ ...BODY, model }),
    ]) {
      const error = await rejection(asked);
      expect(error).toBeInstanceOf(sdk.ApiError);
      expect(error).toMatchObject({ status });
      expect(bodyOf(error)).toMatchObject({ code: status, status: word });
    }
  });

  it('429 beyond the limit', async () => {
    const { ai } = await connect(sdk, { rpm: 1 });
    await ai.models.generateContent(BODY);
    expect(await rejection(ai.models.generateContent(BODY))).toMatchObject({ status: 429 });
  });

  it('tries again when told to', async () => {
    const retryOptions = { attempts: 2, initialDelay: 0.001, maxDelay: 0.01 };
    const { ai, records } = await connect(sdk, { http: { retryOptions } });
    const model = `${MODEL}:flaky-2`;
    for (let call = 0; call < 2; call++) await ai.models.generateContent({ ...BODY, model });
    expect(records.map(({ status }) => status)).toEqual([200, 503, 200]);
  });

  it('is told of a break in mid-stream', async () => {
    const { ai } = await connect(sdk);
    const stream = await ai.models.generateContentStream({
      model: `${MODEL}:pace-20:cut-3`,
      contents: 'What is 17 + 25?',
    });
    const { items, error } = await drain(stream);
    expect(items.length).toBeGreaterThan(0);
    // Version 1 does not read errors in a stream; that the connection breaks is all that it hears.
    expect(error).toBeInstanceOf(version === 'genai 3' ? sdk.ApiError : Error);
  });

  it('leaves in mid-stream, and the provider hears of it', async () => {
    const { provider, left } = slowProvider();
    const { ai, records } = await connect(sdk, { provider });
    const leaving = new AbortController();
    const stream = await ai.models.generateContentStream({
      ...BODY,
      config: { abortSignal: leaving.signal },
    });
    const { error } = await drain(
      (async function* () {
        for await (const chunk of stream) {
          leaving.abort();
          yield chunk;
        }
      })(),
    );
    expect(error).toBeInstanceOf(Error);
    expect(await left).toMatchObject({ kind: 'aborted' });
    expect(records[0]).toMatchObject({ aborted: true });
  });
});
