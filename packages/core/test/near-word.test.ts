import { describe, expect, it } from 'vitest';
import { isNearWord } from '../src/near-word.ts';

describe('isNearWord', () => {
  it.each([
    ['max_tokens', 'maxTokens'],
    ['baseURL', 'baseUrl'],
    ['apikey', 'apiKey'],
    ['timeout', 'timeouts'],
    ['temprature', 'temperature'],
    ['temperatrue', 'temperature'],
    ['top-p', 'topP'],
    ['stream', 'stream'],
  ])('%s may be %s', (one, other) => {
    expect(isNearWord(one, other)).toBe(true);
    expect(isNearWord(other, one)).toBe(true);
  });

  it.each([
    ['retries', 'maxRetries'],
    ['system', 'messages'],
    ['stop', 'topP'],
    ['', 'ab'],
  ])('%s is not %s', (one, other) => {
    expect(isNearWord(one, other)).toBe(false);
    expect(isNearWord(other, one)).toBe(false);
  });
});
