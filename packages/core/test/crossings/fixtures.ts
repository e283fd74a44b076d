import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { JsonObject, JsonValue } from '../../src/json.ts';
import type { ProtocolName } from '../../src/protocol-name.ts';

const FOLDER = new URL('../fixtures/', import.meta.url);

export interface Fixture {
  from: ProtocolName;
  /** Folder and file, without the ending: `requests/tools`. */
  name: string;
  bytes: Uint8Array;
}

/** The files of one kind, of all protocols, that were written from the providers' documents. */
export function fixtures(kind: string, ending: string): Fixture[] {
  return (['openai', 'anthropic', 'gemini'] as const).flatMap((from) => {
    const folder = new URL(`${from}/${kind}/`, FOLDER);
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files
      .filter((file) => file.endsWith(ending))
      .map((file) => ({
        from,
        name: `${kind}/${file.slice(0, -ending.length)}`,
        bytes: readFileSync(new URL(file, folder)),
      }));
  });
}

export function jsonOf({ bytes }: Fixture): JsonObject {
  return JSON.parse(new TextDecoder().decode(bytes)) as JsonObject;
}

/** Where it is written down what becomes of a fixture, for people to read. */
export function goldenPath({ from, name }: Fixture, ending: string): string {
  return new URL(`crossings/${from}/${name}${ending}`, FOLDER).pathname;
}

export function pretty(value: JsonValue | object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
