import { describe, expect, it } from 'vitest';
import {
  type ClientOptions,
  DEFAULT_TIMEOUTS,
  readCallOptions,
  readClientOptions,
} from '../../src/client/options.ts';
import { OfoxError } from '../../src/error.ts';

const noEnv = () => undefined;
const read = (options: object = {}, env: Record<string, string> = {}) =>
  readClientOptions({ apiKey: 'k', ...options } as ClientOptions, (name) => env[name]);

function refusal(run: () => unknown): OfoxError {
  try {
    run();
  } catch (error) {
    if (OfoxError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('readClientOptions', () => {
  it('decides everything', () => {
    expect(read()).toEqual({
      apiKey: 'k',
      baseUrl: 'https://api.ofox.ai',
      protocol: 'auto',
      headers: {},
      timeouts: DEFAULT_TIMEOUTS,
      maxRetries: 2,
      clientFallback: false,
      signal: undefined,
      provider: undefined,
      maxResponseBytes: 268_435_456,
    });
  });

  it('finds the key in the environment, the option first', () => {
    const both = { OFOX_API_KEY: ' one\n', OFOXAI_API_KEY: 'two' };
    const key = (options: ClientOptions, env: Record<string, string>) =>
      readClientOptions(options, (name) => env[name]).apiKey;
    expect(key({ apiKey: 'zero' }, both)).toBe('zero');
    expect(key({}, both)).toBe('one');
    expect(key({}, { OFOXAI_API_KEY: 'two' })).toBe('two');
    expect(key({}, { OFOX_API_KEY: '', OFOXAI_API_KEY: 'two' })).toBe('two');
  });

  it.each([{}, { apiKey: '' }, { apiKey: '  ' }])('wants a key: %j', (options) => {
    const error = refusal(() => readClientOptions(options, noEnv));
    expect(error).toMatchObject({ kind: 'authentication', code: 'missing_api_key', status: 401 });
    expect(error.message).toContain('OFOX_API_KEY or OFOXAI_API_KEY');
  });

  it('finds the base URL in the environment, the option first', () => {
    const env = { OFOX_BASE_URL: 'https://a.example/', OFOX_API_BASE: 'https://b.example' };
    expect(read({ baseUrl: 'https://c.example' }, env).baseUrl).toBe('https://c.example');
    expect(read({}, env).baseUrl).toBe('https://a.example');
    expect(read({}, { OFOX_API_BASE: 'https://b.example/v1' }).baseUrl).toBe('https://b.example');
    expect(refusal(() => read({}, { OFOX_BASE_URL: 'x' })).param).toBe('OFOX_BASE_URL');
  });

  it.each([
    [{ apikey: 'k' }, 'apikey'],
    [{ timeouts: { connectMs: 5 } }, 'timeouts.connectMs'],
    [{ timeouts: { idleMs: -1 } }, 'timeouts.idleMs'],
    [{ timeouts: { idleMs: '5' } }, 'timeouts.idleMs'],
    [{ timeouts: 5 }, 'timeouts'],
    [{ maxRetries: 1.5 }, 'maxRetries'],
    [{ protocol: 'grpc' }, 'protocol'],
    [{ clientFallback: 'yes' }, 'clientFallback'],
    [{ provider: { routing: 'cheap' } }, 'provider.routing'],
    [{ maxResponseBytes: 0 }, 'maxResponseBytes'],
    [{ headers: { Authorization: 'Bearer x' } }, 'headers["Authorization"]'],
    [{ headers: { 'X-Api-Key': 'x' } }, 'headers["X-Api-Key"]'],
    [{ headers: { 'a b': 'x' } }, 'headers["a b"]'],
    [{ headers: { a: 'x\r\ny: z' } }, 'headers["a"]'],
    [{ headers: { a: 5 } }, 'headers["a"]'],
    [{ signal: AbortSignal.abort() }, 'signal'],
  ])('names the option at fault in %j', (options, param) => {
    const error = refusal(() => read(options));
    expect(error).toMatchObject({ kind: 'invalid_request', param });
    expect(error.message).toContain(param);
  });
});

describe('readCallOptions', () => {
  const client = read({ headers: { a: '1', b: '1' }, timeouts: { idleMs: 7 }, maxRetries: 5 });

  it('goes over the client’s, field by field', () => {
    const { signal } = new AbortController();
    const call = readCallOptions(
      { signal, headers: { B: '2' }, timeouts: { totalMs: 0 }, protocol: 'gemini' },
      client,
    );
    expect(call).toMatchObject({
      signal,
      headers: { a: '1', b: '2' },
      timeouts: { headersMs: DEFAULT_TIMEOUTS.headersMs, idleMs: 7, totalMs: 0 },
      protocol: 'gemini',
      maxRetries: 5,
    });
  });

  it.each([
    [{ apiKey: 'x' }, 'apiKey'],
    [{ signal: {} }, 'signal'],
    [{ signal: 'now' }, 'signal'],
    [{ timeout: 5 }, 'timeout'],
  ])('names the option at fault in %j', (options, param) => {
    expect(refusal(() => readCallOptions(options as object, client)).param).toBe(param);
  });
});
