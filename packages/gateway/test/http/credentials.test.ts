import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/http/credentials.ts';

describe('findCredentials', () => {
  const bearer = { authorization: 'Bearer sk-test-bearer' };

  it.each([
    ['openai', bearer, '', ['sk-test-bearer']],
    ['openai', { authorization: 'bearer  sk-test ' }, '', ['sk-test']],
    ['openai', { authorization: 'Basic abc' }, '', []],
    ['openai', { authorization: 'Bearer ' }, '', []],
    ['openai', { 'x-api-key': 'sk-test' }, 'key=sk-test', []],
    ['anthropic', { 'x-api-key': 'sk-test-own', ...bearer }, '', ['sk-test-own', 'sk-test-bearer']],
    ['anthropic', bearer, '', ['sk-test-bearer']],
    ['gemini', { 'x-goog-api-key': 'sk-test-own' }, '', ['sk-test-own']],
    ['gemini', {}, 'alt=sse&key=sk-test%2Fquery', ['sk-test/query']],
    ['gemini', bearer, 'key=', ['sk-test-bearer']],
    ['gemini', { 'x-api-key': 'sk-test' }, '', []],
  ] as const)('%s %j %s', (protocol, headers, query, keys) => {
    expect(findCredentials(headers, query, protocol)).toEqual(keys);
  });
});
