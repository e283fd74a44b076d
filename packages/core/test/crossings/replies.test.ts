import { describe, expect, test } from 'vitest';
import { fold } from '../../src/fold.ts';
import type { JsonObject } from '../../src/json.ts';
import { fixtures, goldenPath, jsonOf, pretty } from './fixtures.ts';
import { NAMES, readText, WIRES, writeStream } from './wires.ts';

describe('whole answers, as callers on the other wires get them', () => {
  test.each(fixtures('replies', '.json'))('$from $name', async (fixture) => {
    const reply = WIRES[fixture.from].decodeReply(jsonOf(fixture));
    const golden: JsonObject = {};
    for (const to of NAMES) golden[`to ${to}`] = WIRES[to].encodeReply(reply);
    await expect(pretty(golden)).toMatchFileSnapshot(goldenPath(fixture, '.json'));
  });
});

const STREAMS = [...fixtures('streams', '.sse'), ...fixtures('streams', '.json')];

describe('streams, as callers on the other wires get them', () => {
  test.each(STREAMS)('$from $name', async (fixture) => {
    const told = readText(WIRES[fixture.from], new TextDecoder().decode(fixture.bytes));
    if (!told.error) expect(fold(told.events).finish.raw).toBeTruthy();
    const golden = NAMES.map((to) => `# to ${to}\n\n${writeStream(WIRES[to], told)}`);
    await expect(golden.join('')).toMatchFileSnapshot(goldenPath(fixture, '.txt'));
  });
});
