import { describe, expect, test } from 'vitest';
import { fold, unfold } from '../../src/fold.ts';
import type { JsonObject } from '../../src/json.ts';
import type { ProtocolName } from '../../src/protocol-name.ts';
import type { Reply } from '../../src/reply.ts';
import { fixtures, goldenPath, jsonOf, pretty } from './fixtures.ts';
import { NAMES, readText, WIRES, writeStream } from './wires.ts';

/** What the gateway tells beside the answer. */
function lossesOf(reply: Reply, to: ProtocolName): string[] {
  return unfold(reply)
    .flatMap((event) => WIRES[to].replyLosses(event))
    .map(({ code, path, message }) => `${code} ${path}: ${message}`);
}

describe('whole answers, as callers on the other wires get them', () => {
  test.each(fixtures('replies', '.json'))('$from $name', async (fixture) => {
    const reply = WIRES[fixture.from].decodeReply(jsonOf(fixture));
    const golden: JsonObject = {};
    for (const to of NAMES) {
      const body = WIRES[to].encodeReply(reply);
      golden[`to ${to}`] = { body, warnings: lossesOf(reply, to) };
    }
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
