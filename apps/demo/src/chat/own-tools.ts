import { type FunctionTool, isJsonObject, type JsonObject } from '@ofoxai/core';
import { SAMPLE_TOOLS } from './sample-tools.ts';

/** Something to begin with, as it stands in the editor. */
export const EXAMPLE_TOOL = `{
  "name": "find_flights",
  "description": "Flights between two cities on a day",
  "parameters": {
    "type": "object",
    "properties": {
      "from": { "type": "string" },
      "to": { "type": "string" },
      "day": { "type": "string", "format": "date" }
    },
    "required": ["from", "to", "day"],
    "additionalProperties": false
  }
}`;

const NAME = /^[a-zA-Z_][\w-]{0,63}$/;

/** What stands in the editor of tools, as far as it makes sense. */
export interface OwnTools {
  tools: FunctionTool[];
  /** Why they cannot be sent. */
  problem?: string;
}

/** Reads one tool, or a list of them, that somebody has written. They are answered by hand. */
export function readOwnTools(text: string): OwnTools {
  if (text.trim() === '') return { tools: [] };
  try {
    const value: unknown = JSON.parse(text);
    const taken = new Set(SAMPLE_TOOLS.map(({ tool }) => tool.name));
    const tools = (Array.isArray(value) ? value : [value]).map(readTool);
    for (const { name } of tools) {
      if (taken.has(name)) throw new Error(`There are two tools with the name ${name}.`);
      taken.add(name);
    }
    return { tools };
  } catch (error) {
    return { tools: [], problem: error instanceof Error ? error.message : String(error) };
  }
}

function readTool(value: unknown): FunctionTool {
  if (!isJsonObject(value)) throw new Error('A tool is a JSON object.');
  const { name, description, parameters, ...others } = value;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new Error('A tool needs a name of letters, digits, - and _, as "name".');
  }
  const [other] = Object.keys(others);
  if (other !== undefined) throw new Error(`${other} of ${name} is not understood here.`);
  if (description !== undefined && typeof description !== 'string') {
    throw new Error(`The description of ${name} is not a text.`);
  }
  return {
    ...{ type: 'function', name, parameters: readParameters(name, parameters) },
    ...(description === undefined ? {} : { description }),
  };
}

function readParameters(name: string, parameters: unknown = { type: 'object' }): JsonObject {
  if (!isJsonObject(parameters) || parameters.type !== 'object') {
    throw new Error(`The parameters of ${name} are not a JSON Schema of type object.`);
  }
  return parameters;
}
