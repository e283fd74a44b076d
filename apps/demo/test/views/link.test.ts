import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/chat/settings.ts';
import { readLink, writeLink } from '../../src/views/playground/link.ts';

describe('a link to the playground', () => {
  it('brings back what it was made of', () => {
    const settings = {
      ...DEFAULT_SETTINGS,
      ...{ model: 'a/b', protocol: 'gemini' as const, tools: ['x', 'y'], schema: '{"a": 1}' },
    };
    const params = new Map(Object.entries(writeLink(settings, 'Hello & goodbye')));
    expect(readLink(params)).toEqual({ settings, message: 'Hello & goodbye' });
  });

  it('says nothing of what is as usual, and bears nonsense', () => {
    expect(writeLink(DEFAULT_SETTINGS, '')).toEqual({});
    const odd = new Map([
      ['protocol', 'smtp'],
      ['effort', 'huge'],
      ['other', 'x'],
    ]);
    expect(readLink(odd)).toEqual({ settings: DEFAULT_SETTINGS, message: '' });
  });
});
