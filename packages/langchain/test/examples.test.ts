import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KEY, useGateway } from './support/gateway.ts';

const folder = new URL('../../../examples/langchain/', import.meta.url);
const gateway = useGateway();

/** What each example says when it works. */
const SAID: Record<string, RegExp[]> = {
  'agent.ts': [/streamed: .*21 degrees/, /turns: human, ai, tool, ai/, /answer: .*21 degrees/],
  'structured-output.ts': [
    /functionCalling: ada@example\.com/,
    /jsonSchema: ada@example\.com/,
    /agent, toolStrategy: ada@example\.com/,
    /agent, providerStrategy: ada@example\.com/,
  ],
  'fallback-and-retry.ts': [
    /asked ofox\/pro:error-503, answered by ofox\/mini/,
    /fallback: ofox\/mini/,
    /retry 2: ofox\/mini/,
  ],
  'resume-and-switch.ts': [
    /anthropic\/claude-sonnet-4\.5 called after reasoning; google\/gemini-2\.5-pro said: .*42/,
    /google\/gemini-2\.5-pro called after reasoning; openai\/gpt-5\.2 said: .*42/,
    /openai\/gpt-5\.2 called.*; anthropic\/claude-sonnet-4\.5 said: .*42/,
  ],
  'prompt-caching.ts': [/written yes, read no/, /written no, read yes/, /agent: ai/],
  'image-agent.ts': [/content: text, image/, /artifact: 1 image by ofox\/image/, /fox: true/],
};

describe('examples', () => {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    vi.stubEnv('OFOX_BASE_URL', gateway.url);
    vi.stubEnv('OFOX_API_KEY', KEY);
    vi.spyOn(console, 'log').mockImplementation((...words) => void lines.push(words.join(' ')));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));

  it('are all here', () => {
    expect(files.sort()).toEqual(Object.keys(SAID).sort());
  });

  it.each(files)(
    '%s says what it should',
    async (file) => {
      await import(new URL(file, folder).href);
      const said = lines.join('\n');
      for (const pattern of SAID[file] ?? []) expect(said).toMatch(pattern);
    },
    30_000,
  );
});
