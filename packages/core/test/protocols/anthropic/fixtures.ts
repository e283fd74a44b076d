import { readdirSync, readFileSync } from 'node:fs';
import type { JsonObject } from '../../../src/json.ts';

const FOLDER = new URL('../../fixtures/anthropic/', import.meta.url);

export function fixture(path: string): JsonObject {
  return JSON.parse(readFileSync(new URL(path, FOLDER), 'utf8')) as JsonObject;
}

export function fixtures(folder: string): { name: string; body: JsonObject }[] {
  return readdirSync(new URL(`${folder}/`, FOLDER))
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, body: fixture(`${folder}/${name}`) }));
}

export function streamFixture(name: string): Uint8Array {
  return readFileSync(new URL(`streams/${name}.sse`, FOLDER));
}
