import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { fixtures, goldenPath, jsonOf, pretty } from './fixtures.ts';
import { NAMES, WIRES } from './wires.ts';

test.each(fixtures('errors', '.json'))('$from $name', async (fixture) => {
  const { status, body } = jsonOf(fixture);
  const error = WIRES[fixture.from].decodeError({
    status: Number(status),
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'x-request-id': 'req-1' },
  });
  const golden: JsonObject = { kind: error.kind };
  for (const to of NAMES) golden[`to ${to}`] = { ...WIRES[to].encodeError(error) };
  await expect(pretty(golden)).toMatchFileSnapshot(goldenPath(fixture, '.json'));
});
