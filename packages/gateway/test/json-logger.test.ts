import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { jsonLogger } from '../src/json-logger.ts';
import type { RequestRecord } from '../src/log.ts';

const RECORD: RequestRecord = {
  id: 'req_1',
  method: 'POST',
  path: '/v1/chat/completions\n{"level":60}',
  status: 200,
  durationMs: 1.5,
  protocol: 'openai',
  key: 'a "quoted" name\u2028',
  attempts: [{ model: 'openai/gpt-4o', durationMs: 2 }],
};

describe('jsonLogger', () => {
  it.each([undefined, 2])('writes a request as pino does (worker %s)', (worker) => {
    const [ours, theirs] = [writer(), writer()];
    jsonLogger(ours, worker).info(RECORD, 'request');
    const base = worker === undefined ? null : { worker };
    pino({ base, timestamp: pino.stdTimeFunctions.isoTime }, theirs).info(RECORD, 'request');
    const withoutTime = (text: string) => text.replace(/"time":"[\dT:.-]+Z"/, '"time":""');
    expect(withoutTime(ours.text)).toBe(withoutTime(theirs.text));
    expect(ours.text.match(/\n/g)).toHaveLength(1);
  });

  it('leaves everything else to pino', () => {
    const output = writer();
    const logger = jsonLogger(output);
    logger.info({ keys: 3 }, 'the keys were read again');
    logger.warn({}, 'careful');
    logger.error({ err: new TypeError('wrong') }, 'request failed');
    const lines = output.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      [30, 'the keys were read again'],
      [40, 'careful'],
      [50, 'request failed'],
    ]);
    expect(lines[2].err).toMatchObject({ type: 'TypeError', message: 'wrong' });
  });
});

function writer() {
  return {
    text: '',
    write(line: string) {
      this.text += line;
    },
  };
}
