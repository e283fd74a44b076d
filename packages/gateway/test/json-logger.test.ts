import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { JsonLogger } from '../src/json-logger.ts';
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

describe('JsonLogger', () => {
  it.each([undefined, 2])('writes a request as pino does (worker %s)', (worker) => {
    const [ours, theirs] = [writer(), writer()];
    const logger = new JsonLogger(ours, worker);
    logger.info(RECORD, 'request');
    logger.flush();
    const base = worker === undefined ? null : { worker };
    pino({ base, timestamp: pino.stdTimeFunctions.isoTime }, theirs).info(RECORD, 'request');
    const withoutTime = (text: string) => text.replace(/"time":"[\dT:.-]+Z"/, '"time":""');
    expect(withoutTime(ours.text)).toBe(withoutTime(theirs.text));
    expect(ours.text.match(/\n/g)).toHaveLength(1);
  });

  it('leaves everything else to pino', () => {
    const output = writer();
    const logger = new JsonLogger(output);
    logger.info({ keys: 3 }, 'the keys were read again');
    logger.warn({}, 'careful');
    logger.error({ err: new TypeError('wrong') }, 'request failed');
    const lines = output.lines();
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      [30, 'the keys were read again'],
      [40, 'careful'],
      [50, 'request failed'],
    ]);
    expect(lines[2]?.err).toMatchObject({ type: 'TypeError', message: 'wrong' });
  });
});

it('writes requests in time and in order, however few they are', () => {
  const output = writer();
  const logger = new JsonLogger(output);
  const request = (id: string) => logger.info({ ...RECORD, id }, 'request');
  for (let number = 0; number < 40; number += 1) request(`many_${number}`);
  expect(output.lines()).toHaveLength(32);
  logger.warn({}, 'in between');
  request('last');
  logger.flush();
  logger.flush();
  const told = output.lines();
  expect(told).toHaveLength(42);
  expect(told.map(({ id, msg }) => id ?? msg).slice(-3)).toEqual(['many_39', 'in between', 'last']);
});

function writer() {
  return {
    text: '',
    write(line: string) {
      this.text += line;
    },
    lines(): { id?: string; msg: string; level: number; err?: object }[] {
      return this.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    },
  };
}
