import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../../../src/json.ts';

const SHARED = fileURLToPath(new URL('../../../../../../shared/', import.meta.url));
const FOLDER = `${SHARED}vectors/anthropic/`;

/** Whether the recorded answers lie beside the repository; tests that read them skip without. */
export const hasVectors = existsSync(FOLDER);

function names(ending: string): string[] {
  return hasVectors ? readdirSync(FOLDER).filter((name) => name.endsWith(ending)) : [];
}

export function wholeReplies(): { name: string; body: JsonObject }[] {
  return names('.json').map((name) => ({
    name,
    body: JSON.parse(readFileSync(FOLDER + name, 'utf8')) as JsonObject,
  }));
}

/** Each stream as its events' JSON; a file may hold several, one behind the other. */
export function streams(): { name: string; events: string[] }[] {
  return names('.chunks.txt').flatMap((name) => {
    const lines = readFileSync(FOLDER + name, 'utf8').split('\n');
    const found: { name: string; events: string[] }[] = [];
    let events: string[] = [];
    for (const line of lines.filter((text) => text.trim() !== '')) {
      events.push(line);
      if (!line.includes('"type":"message_stop"')) continue;
      found.push({ name: `${name} ${found.length + 1}`, events });
      events = [];
    }
    return found;
  });
}
