import { describe, expect, it } from 'vitest';
import { readBaseUrl, urlOf } from '../../src/client/base-url.ts';

describe('readBaseUrl', () => {
  it.each([
    ['https://api.ofox.ai', 'https://api.ofox.ai'],
    ['https://api.ofox.ai///', 'https://api.ofox.ai'],
    ['http://127.0.0.1:8787/v1', 'http://127.0.0.1:8787'],
    ['https://api.ofox.ai/v1/', 'https://api.ofox.ai'],
    ['https://api.ofox.ai/v1/chat/completions', 'https://api.ofox.ai'],
    ['https://api.ofox.ai/anthropic', 'https://api.ofox.ai'],
    ['https://api.ofox.ai/anthropic/v1/messages', 'https://api.ofox.ai'],
    ['https://api.ofox.ai/anthropic/v1', 'https://api.ofox.ai'],
    ['https://api.ofox.ai/gemini', 'https://api.ofox.ai'],
    ['https://api.ofox.ai/gemini/v1beta', 'https://api.ofox.ai'],
    ['https://host/behind/a/path', 'https://host/behind/a/path'],
    ['https://host/behind/v1', 'https://host/behind'],
    ['https://host/my-anthropic', 'https://host/my-anthropic'],
    ['HTTPS://Host:443/x', 'https://host/x'],
  ])('%s is %s', (value, wanted) => {
    expect(readBaseUrl(value, 'baseUrl')).toBe(wanted);
  });

  it.each([
    ['api.ofox.ai', 'absolute URL'],
    ['', 'absolute URL'],
    ['ftp://api.ofox.ai', 'http://'],
    ['https://user:pass@api.ofox.ai', 'user name'],
    ['https://api.ofox.ai?x=1', 'query'],
    ['https://api.ofox.ai/#x', 'fragment'],
  ])('refuses %j', (value, message) => {
    expect(() => readBaseUrl(value, 'OFOX_BASE_URL')).toThrow(/^OFOX_BASE_URL /);
    expect(() => readBaseUrl(value, 'OFOX_BASE_URL')).toThrow(message);
    if (value.includes('pass')) expect(() => readBaseUrl(value, 'x')).not.toThrow('pass@');
  });
});

describe('urlOf', () => {
  it('puts each protocol where the API has it', () => {
    const base = 'https://api.ofox.ai';
    expect(urlOf(base, 'openai', '/models')).toBe('https://api.ofox.ai/v1/models');
    expect(urlOf(base, 'anthropic', '/v1/messages')).toBe(
      'https://api.ofox.ai/anthropic/v1/messages',
    );
    expect(urlOf(base, 'gemini', '/v1beta/models')).toBe(
      'https://api.ofox.ai/gemini/v1beta/models',
    );
  });
});
