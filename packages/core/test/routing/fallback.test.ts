import { describe, expect, it } from 'vitest';
import { type ErrorKind, OfoxError } from '../../src/error.ts';
import {
  describeAttempt,
  modelsToTry,
  mostTellingError,
  triggersFallback,
} from '../../src/routing/fallback.ts';

const error = (kind: ErrorKind, status?: number, code?: string) =>
  new OfoxError(kind, kind, {
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
  });

describe('triggersFallback', () => {
  it.each<[ErrorKind, boolean]>([
    ['internal', true],
    ['upstream', true],
    ['unavailable', true],
    ['timeout', true],
    ['stream', true],
    ['rate_limit', true],
    ['not_found', false],
    ['invalid_request', false],
    ['authentication', false],
    ['permission', false],
    ['quota', false],
    ['content_filter', false],
    ['context_length', false],
    ['aborted', false],
  ])('%s: %s', (kind, wanted) => {
    expect(triggersFallback(error(kind))).toBe(wanted);
    expect(triggersFallback(error(kind), { outputBegun: true })).toBe(false);
  });

  it('tells the limit of the caller from that of the provider', () => {
    expect(triggersFallback(error('rate_limit', 429), { ownLimit: true })).toBe(false);
    expect(triggersFallback(error('upstream', 502), { ownLimit: true })).toBe(true);
  });

  it('tells a model that is unavailable from a wrong id', () => {
    expect(triggersFallback(error('not_found', 404, 'model_not_found'))).toBe(false);
    expect(triggersFallback(error('not_found', 404, 'model_unavailable'))).toBe(true);
    expect(triggersFallback(error('not_found', 404, 'model_deprecated'))).toBe(true);
  });
});

describe('modelsToTry', () => {
  it('names each model once, the one asked for first', () => {
    expect(modelsToTry('a')).toEqual(['a']);
    expect(modelsToTry('a', ['b', 'a', 'c', 'b'])).toEqual(['a', 'b', 'c']);
  });
});

describe('mostTellingError', () => {
  it('prefers the error that ended the tries, then an answered one, then the first', () => {
    const refused = error('unavailable');
    const busy = error('unavailable', 503);
    const bad = error('upstream', 502);
    const wrong = error('invalid_request', 400);
    expect(mostTellingError([busy], wrong)).toBe(wrong);
    expect(mostTellingError([refused, bad], busy)).toBe(bad);
    expect(mostTellingError([refused], error('timeout'))).toBe(refused);
    const limit = error('rate_limit', 429);
    expect(mostTellingError([busy], limit)).toBe(busy);
    expect(mostTellingError([busy], limit, { ownLimit: true })).toBe(limit);
  });
});

describe('describeAttempt', () => {
  it('tells kind and status of a failure, neither of a success', () => {
    expect(describeAttempt('a', 3)).toEqual({ model: 'a', durationMs: 3 });
    expect(describeAttempt('a', 3, error('upstream', 502))).toEqual({
      model: 'a',
      durationMs: 3,
      kind: 'upstream',
      status: 502,
    });
  });
});
