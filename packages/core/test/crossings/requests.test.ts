import { describe, expect, test } from 'vitest';
import { OfoxError } from '../../src/error.ts';
import type { JsonObject } from '../../src/json.ts';
import type { ChatRequest } from '../../src/request.ts';
import { fixtures, goldenPath, jsonOf, pretty } from './fixtures.ts';
import { MODELS, NAMES, WIRES } from './wires.ts';

const REQUESTS = [...fixtures('requests', '.json'), ...fixtures('crossing', '.json')];

/** What is sent to a model of the other side, or the reason why it cannot be sent. */
function sent(request: ChatRequest, to: (typeof NAMES)[number], extensions: boolean): JsonObject {
  try {
    const { path, headers, body, warnings } = WIRES[to].encodeRequest(
      { ...request, model: MODELS[to] },
      { extensions },
    );
    const told = warnings.map(({ code, path, message }) => `${code} ${path}: ${message}`);
    return { path, headers, body, warnings: told };
  } catch (error) {
    if (!OfoxError.is(error)) throw error;
    return { refused: error.message, param: error.param ?? null };
  }
}

/**
 * `to openai` and the others: to a provider's own endpoint. `to openai, extended`: to one of ours,
 * which understands what this API adds to that wire.
 */
describe('requests, as the other side gets them', () => {
  test.each(REQUESTS)('$from $name', async (fixture) => {
    const request = WIRES[fixture.from].decodeRequest({ body: jsonOf(fixture) });
    const golden: JsonObject = {};
    for (const to of NAMES) golden[`to ${to}`] = sent(request, to, false);
    golden['to openai, extended'] = sent(request, 'openai', true);
    await expect(pretty(golden)).toMatchFileSnapshot(goldenPath(fixture, '.json'));
  });
});
