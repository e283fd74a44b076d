import { describe, expect, it } from 'vitest';
import { n8nWorkflow } from '../../src/use-it-in/n8n-workflow.ts';
import { SNIPPETS } from '../../src/use-it-in/snippets.ts';

const FACTS = { baseUrl: 'http://127.0.0.1:8787', model: 'openai/gpt-4o', apiKey: 'sk-test-mine' };

describe('snippets', () => {
  it.each(SNIPPETS)('$id is filled with the settings', ({ id, language, write }) => {
    const text = write(FACTS);
    expect(text).not.toContain('undefined');
    if (id !== 'mcp') expect(text).toContain(FACTS.model);
    // A workflow that is passed around must not hold a key.
    if (id === 'n8n') expect(text).not.toContain(FACTS.apiKey);
    else expect(text).toContain(FACTS.apiKey);
    if (language === 'json') JSON.parse(text);
  });

  it('the n8n workflow joins nodes that it has', () => {
    const { nodes, connections } = n8nWorkflow(FACTS);
    const names = nodes.map(({ name }) => name);
    for (const [from, outputs] of Object.entries(connections)) {
      expect(names).toContain(from);
      for (const { node } of Object.values(outputs).flat(2)) expect(names).toContain(node);
    }
  });
});
