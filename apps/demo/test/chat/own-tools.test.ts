import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_TOOL, readOwnTools } from '../../src/chat/own-tools.ts';

describe('readOwnTools', () => {
  it('reads one tool or a list of them', () => {
    expect(readOwnTools(' ')).toEqual({ tools: [] });
    expect(readOwnTools(EXAMPLE_TOOL).tools).toMatchObject([
      { type: 'function', name: 'find_flights', parameters: { required: ['from', 'to', 'day'] } },
    ]);
    const two = '[{ "name": "a" }, { "name": "b", "description": "B" }]';
    expect(readOwnTools(two)).toEqual({
      tools: [
        { type: 'function', name: 'a', parameters: { type: 'object' } },
        { type: 'function', name: 'b', parameters: { type: 'object' }, description: 'B' },
      ],
    });
  });

  it.each([
    ['{', /JSON/],
    ['3', /A tool is a JSON object/],
    ['{ "name": "with space" }', /needs a name/],
    ['{ "name": "a", "description": 1 }', /description of a/],
    ['{ "name": "a", "parameters": { "type": "string" } }', /parameters of a/],
    ['{ "name": "a", "strict": true }', /strict of a/],
    ['[{ "name": "a" }, { "name": "a" }]', /two tools with the name a/],
    ['{ "name": "get_weather" }', /two tools with the name get_weather/],
  ])('tells what is wrong with %s', (text, problem) => {
    expect(readOwnTools(text)).toMatchObject({
      tools: [],
      problem: expect.stringMatching(problem),
    });
  });

  it('bears whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { tools, problem } = readOwnTools(text);
        expect(tools.length === 0 || problem === undefined).toBe(true);
      }),
    );
  });
});
