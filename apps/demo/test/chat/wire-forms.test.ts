import type { ChatRequest, Reply } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { crossings, wireForms } from '../../src/chat/wire-forms.ts';

const REQUEST: ChatRequest = {
  model: 'anthropic/claude-sonnet-4.5',
  messages: [
    { role: 'user', content: [{ type: 'text', text: 'Hello' }] },
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'Hm.', signature: { by: 'anthropic', value: 'abc' } },
        { type: 'text', text: 'Hi' },
      ],
    },
    { role: 'user', content: [{ type: 'text', text: 'Again' }] },
  ],
  ...{ system: [], tools: [], stop: [], stream: true },
};

const REPLY: Reply = {
  ...{ id: 'a', model: 'm', content: [{ type: 'text', text: 'Hi' }], finish: { reason: 'stop' } },
  usage: { input: 1, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0, output: 1, reasoning: 0 },
  warnings: [],
};

describe('wireForms', () => {
  it('says the same on all three wires', () => {
    const forms = wireForms(REQUEST, REPLY);
    expect(forms.map(({ protocol }) => protocol).sort()).toEqual(['anthropic', 'gemini', 'openai']);
    for (const { request, reply, problem } of forms) {
      expect(problem).toBeUndefined();
      expect(JSON.stringify(request?.body)).toContain('Again');
      expect(JSON.stringify(reply)).toContain('Hi');
    }
  });

  it('shows no answer before there is one', () => {
    for (const form of wireForms(REQUEST, undefined)) expect(form.reply).toBeUndefined();
  });
});

describe('crossings', () => {
  it('tells for each part who is given it', () => {
    const rows = crossings(REQUEST);
    expect(rows.map(({ label }) => label)).toEqual(['Hello', 'Thoughts: Hm.', 'Hi', 'Again']);
    const thoughts = rows[1];
    expect(thoughts?.signedBy).toBe('anthropic');
    expect(thoughts?.fates.anthropic.fate).toBe('carried');
    expect(thoughts?.fates.gemini).toMatchObject({ fate: 'dropped', why: expect.any(String) });
    expect(rows[0]?.fates.openai).toEqual({ fate: 'carried' });
  });
});
