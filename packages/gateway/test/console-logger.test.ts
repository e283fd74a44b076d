import { describe, expect, it } from 'vitest';
import { consoleLogger } from '../src/console-logger.ts';

function lines(use: (logger: ReturnType<typeof consoleLogger>) => void): string[] {
  const written: string[] = [];
  use(consoleLogger((line) => written.push(line)));
  return written;
}

const REQUEST = {
  id: 'req_1',
  method: 'POST',
  path: '/v1/chat/completions',
  status: 200,
  durationMs: 12.3,
  protocol: 'openai',
};

describe('consoleLogger', () => {
  it('tells a request in one line', () => {
    const answered = { ...REQUEST, servedModel: 'b', inputTokens: 3, outputTokens: 4 };
    const fellBack = { ...answered, model: 'a', attempts: [] };
    const left = { ...REQUEST, status: undefined, error: 'timeout', aborted: true };
    expect(
      lines(({ info }) => {
        info(answered, 'request');
        info(fellBack, 'request');
        info(left, 'request');
      }),
    ).toEqual([
      'POST  /v1/chat/completions  200  12.3 ms  b  3 + 4 tokens',
      'POST  /v1/chat/completions  200  12.3 ms  b  (instead of a)  3 + 4 tokens',
      'POST  /v1/chat/completions  ---  12.3 ms  timeout  caller left',
    ]);
  });

  it('tells faults with their stack', () => {
    const [line] = lines(({ error }) => error({ err: new TypeError('broken') }, 'request failed'));
    expect(line).toMatch(/^request failed\nTypeError: broken\n +at /);
  });
});
