import { type FunctionTool, isJsonObject, type JsonObject } from '@ofoxai/core';
import { calculate } from './calculate.ts';

/** A tool that the page itself can run. */
export interface SampleTool {
  tool: FunctionTool;
  /** @throws Error that tells the model what was wrong with the arguments. */
  run(input: JsonObject): JsonObject;
}

const SKIES = ['sunny', 'cloudy', 'light rain', 'windy', 'foggy'];

/** Tools that answer within the page, the same every time. */
export const SAMPLE_TOOLS: readonly SampleTool[] = [
  {
    tool: defineTool('get_weather', 'The weather in a city now', {
      city: { type: 'string', description: 'The name of the city' },
    }),
    run(input) {
      const city = text(input, 'city');
      const number = [...city.toLowerCase()].reduce((sum, c) => sum + c.charCodeAt(0), 0);
      return { city, celsius: (number % 27) + 3, sky: SKIES[number % SKIES.length] ?? '' };
    },
  },
  {
    tool: defineTool('calculate', 'Works out an arithmetic expression', {
      expression: { type: 'string', description: 'Such as (2 + 3) * 4' },
    }),
    run(input) {
      return { result: calculate(text(input, 'expression')) };
    },
  },
  {
    tool: defineTool('roll_dice', 'Rolls dice', {
      count: { type: 'integer', minimum: 1, maximum: 10 },
    }),
    run(input) {
      const count = Math.min(10, Math.max(1, Number(input.count ?? 1)));
      return { dice: Array.from({ length: count }, (_, index) => ((index * 5 + 3) % 6) + 1) };
    },
  },
];

/** The answer of a sample tool to a call, or what went wrong. */
export function runSampleTool(name: string, json: string): { text: string; isError: boolean } {
  try {
    const sample = SAMPLE_TOOLS.find(({ tool }) => tool.name === name);
    if (!sample) throw new Error(`There is no tool ${name} here.`);
    const input: unknown = JSON.parse(json);
    if (!isJsonObject(input)) throw new Error('The arguments are not an object.');
    return { text: JSON.stringify(sample.run(input)), isError: false };
  } catch (error) {
    return { text: error instanceof Error ? error.message : String(error), isError: true };
  }
}

function defineTool(name: string, description: string, properties: JsonObject): FunctionTool {
  const required = Object.keys(properties);
  return {
    type: 'function',
    ...{ name, description },
    parameters: { type: 'object', properties, required, additionalProperties: false },
  };
}

function text(input: JsonObject, name: string): string {
  const value = input[name];
  if (typeof value !== 'string' || value === '') throw new Error(`${name} must be a text.`);
  return value;
}
