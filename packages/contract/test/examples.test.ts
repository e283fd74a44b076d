import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listExamples, type Outcome, Stage } from './support/examples.ts';

/** What each example says when what it shows works, in this order. */
const SAYS: Record<string, RegExp[]> = {
  'sdks/openai-chat.ts': [/12 \* 7 = 84/, /answered by anthropic\/claude-sonnet-4\.5, for \d+ tok/],
  'sdks/openai-stream.ts': [/thinks: The user/, /says: 1, 2, 3, 4, 5/, /\d+ tokens read, \d+ wr/],
  'sdks/openai-tools.ts': [/called for Paris/, /called for Tokyo/, /21 degrees in Tokyo/],
  'sdks/anthropic-stream.ts': [/^13 tokens to be read/, /HELLO/, /13 read, 1 written/],
  'sdks/anthropic-thinking-and-tools.ts': [
    /claude-sonnet-4\.5 thinks: The user/,
    /claude-sonnet-4\.5 says: .*21 degrees/,
    /gemini-3-flash-preview thinks: The user/,
    /gemini-3-flash-preview says: .*21 degrees/,
  ],
  'sdks/genai.ts': [
    /thinks: 'The user/,
    /says: '17 \+ 25 = 42/,
    /openai\/gpt-4o \{ name: 'Ada Lovelace', email: 'ada@example\.com' \} \d+ tokens/,
    /claude-sonnet-4\.5 \{ name: 'Ada Lovelace', email: 'ada@example\.com' \} \d+ tokens/,
  ],
  'sdks/ai-sdk.ts': [
    /openai\/gpt-4o: .*"degrees":21.*\n\d+ tokens/,
    /anthropic\/claude-sonnet-4\.5: .*"degrees":21.*\n\d+ tokens/,
    /google\/gemini-3-flash-preview: .*"degrees":21.*\n\d+ tokens/,
  ],
  'sdks/fetch.ts': [/^hello\n/, /left this minute: \d+\n/, /about it: req_\w+\n/],
  'sdks/curl.sh': [
    /"chat\.completion".*6 \* 7 = 42/,
    /"type":"message".*6 \* 7 = 42/,
    /^data: .*"text":" 42"/m,
  ],
  'core/stream.ts': [
    /reasoning: The user/,
    /text: 1, 2, 3, 4, 5\nwhole: 1, 2, 3, 4, 5\n/,
    /stop after \d+ tokens, 0\.\d+ USD/,
  ],
  'core/fallback.ts': [
    /claude-sonnet-4\.5:error-503: unavailable \(503\)/,
    /gpt-4o:error-500: internal \(500\)/,
    /gemini-3-flash-preview: answered/,
    /the client tried 3 models\ngoogle\/gemini-3-flash-preview answered over gemini/,
  ],
  'core/routing.ts': [
    /priority: swift 12\n/,
    /cost: thrifty 12\n/,
    /latency: \w+ \d/,
    /balanced: .*\d, .*\d/,
  ],
  'core/auto.ts': [
    /easy, cost: openai\/gpt-4o-mini\n/,
    /easy, quality: google\/gemini-2\.5-pro\n/,
    /hard, cost: google\/gemini-2\.5-pro\n/,
    /hard, quality: anthropic\/claude-opus-4\.6\n/,
  ],
  'core/tools-with-reasoning.ts': [
    /thinks, signed by anthropic: The user/,
    /21 degrees in Paris\..*\n.*21 degrees in Tokyo\./,
    /thinks, signed by gemini: The user/,
    /21 degrees in Paris\..*\n.*21 degrees in Tokyo\./,
  ],
  'core/switch-provider.ts': [
    /^anthropic\/claude-sonnet-4\.5 over anthropic: 12 \* 7 = 84/,
    /openai\/gpt-5 over openai: Your name is Ada/,
    /anthropic\/claude-sonnet-4\.5 over anthropic: You said: "What is my name\?"/,
    /reasoning_dropped messages\[3\]/,
  ],
  'core/prompt-caching.ts': [
    /mark: 5\d\d\d tokens written, 0 % read/,
    /mark: 0 tokens written, 9\d % read/,
    /mark: the second was [89]\d % cheaper/,
    /can be: 5\d\d\d tokens written, 0 % read/,
    /can be: \d\d tokens written, 9\d % read/,
    /can be: the second was [89]\d % cheaper/,
  ],
  'core/structured-output.ts': [
    /openai: Ada Lovelace <ada@example\.com>, customer\n/,
    /anthropic: Ada Lovelace <ada@example\.com>, customer\n/,
    /gemini: Ada Lovelace <ada@example\.com>, customer\n/,
  ],
  'core/image-input.ts': [
    /gpt-4o: .*PNG image of 256 x 256/,
    /claude-sonnet-4\.5: .*PNG image of 256 x 256/,
    /gemini-2\.5-pro: .*PNG image of 256 x 256/,
  ],
  'core/image-generation.ts': [
    /lighthouse\.png: \d{4,} bytes of PNG\ndrawn by openai\/gpt-image-2/,
    /boat\.png: \d{4,} bytes of PNG/,
  ],
  'core/rag.ts': [
    /^0\.[5-9]\d The tax return/,
    /0\.[0-2]\d Foxes|0\.[0-2]\d A light/,
    /end of July/,
  ],
  'core/errors.ts': [
    /a wrong key: authentication, [^}]*status: 401/,
    /a wrong model: not_found, .*closest are openai\/gpt-4o/,
    /a wrong value: invalid_request, temperature must be between/,
    /a limit: rate_limit, [^}]*retryAfterMs: 1000/,
    /a provider that is down: unavailable, /,
    /a stream that breaks: upstream, /,
  ],
  'core/retries.ts': [/call [23]: unavailable, then answered\n/, /invalid_request after 1 try\n/],
  'core/abort.ts': [
    /left after: 1, 2, 3, 4, 5/,
    /by a signal: aborted, /,
    /by the clock: timeout, .*200 ms/,
  ],
  'core/cost-and-usage.ts': [
    /^\d{3} models; the cheapest with a price is \w+\//,
    /gpt-4o: 9 tokens read, 6 written, 0 of them thoughts: 0\.000\d+ USD/,
    /claude-sonnet-4\.5: 9 tokens read, \d+ written, [1-9]\d* of them thoughts: 0\.\d+ USD/,
    /\d+ of 100000 requests left/,
    /all together: 0\.00\d+ USD/,
  ],
  'core/serve-a-protocol.ts': [
    /event: message_start[\s\S]*"text":"hello"[\s\S]*event: message_stop/,
    /400 \{"type":"error",.*messages\[0\]\.role must be one of/,
  ],
  'core/translate.ts': [
    /openai: POST \/chat\/completions\n[\s\S]*"reasoning_effort": "low"/,
    /dropped topK: /,
    /gemini: POST .*:generateContent\n[\s\S]*"thinkingBudget": 2048/,
    /dropped system\[0\]\.cache: /,
  ],
  'mcp/second-opinion.ts': [/## openai\/gpt-5-mini/, /## google\/gemini-3-flash-preview/],
  'mcp/http.ts': [
    /tools: chat, compare, find_models, generate_image/,
    /6 \* 7 = 42/,
    /Your name is Ada/,
    /"id":"openai\/gpt-4o"/,
  ],
  'mcp/agent.ts': [/human: /, /tool: .*claude-haiku-4\.5/, /ai: find_models answered: .*haiku/],
};

const GROUPS = ['core', 'mcp', 'sdks'];
/** Other tests run the examples of these folders. */
const ELSEWHERE = ['langchain', 'n8n'];

const program = new URL('../../mcp/dist/main.js', import.meta.url);
const hasProgram = existsSync(program);
const hasCurl = spawnSync('curl', ['--version']).error === undefined;

/** The MCP server is started as its users do: built, which `npx -y pnpm@12 test` sees to. */
function canRun(name: string): boolean {
  if (name.startsWith('mcp/')) return hasProgram;
  return hasCurl || !name.endsWith('.sh');
}

describe('examples', () => {
  const stage = new Stage();
  const names = Object.keys(SAYS).filter(canRun);
  const outcomes = new Map<string | undefined, Promise<Outcome>>();

  beforeAll(async () => {
    await stage.open(GROUPS);
    if (hasProgram) await stage.openMcp(program);
  }, 60_000);
  afterAll(() => stage.close());

  function start(name: string | undefined): Promise<Outcome> | undefined {
    if (name !== undefined && !outcomes.has(name)) outcomes.set(name, stage.run(name));
    return outcomes.get(name);
  }

  it('are all here', () => {
    const folders = readdirSync(new URL('../../../examples/', import.meta.url), {
      withFileTypes: true,
    }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...GROUPS, ...ELSEWHERE].sort());
    expect(listExamples(GROUPS).sort()).toEqual(Object.keys(SAYS).sort());
  });

  for (const [name, patterns] of Object.entries(SAYS)) {
    it.skipIf(!canRun(name))(`${name} does what it shows`, { timeout: 120_000 }, async () => {
      const outcome = start(name);
      // The next one runs meanwhile; never more than two do.
      void start(names[names.indexOf(name) + 1]);
      const { code, said } = (await outcome) ?? { code: null, said: '' };
      let at = 0;
      for (const pattern of patterns) {
        const found = pattern.exec(said.slice(at));
        expect(found, `${pattern} in what it said:\n${said}`).not.toBeNull();
        at += (found?.index ?? 0) + (found?.[0].length ?? 0);
      }
      expect(code, said).toBe(0);
    });
  }

  it('are started by their names from the root of the repository', async () => {
    const { code, said } = await stage.launch('core/translate');
    expect(said).toContain('openai: POST /chat/completions');
    expect(code).toBe(0);
  });

  it.each([
    ['core/nothing', {}, /There is no example core\/nothing\..*\n\n {2}core\/abort +Three ways/],
    ['core/stream', { OFOX_API_KEY: '' }, /OFOX_API_KEY is not set.*\n\n {2}npx -y pnpm@12 start/],
  ])('%s with %j tells what to do instead', async (name, env, message) => {
    const { code, said } = await stage.launch(name, env);
    expect(said).toMatch(message);
    expect(code).toBe(2);
  });
});
