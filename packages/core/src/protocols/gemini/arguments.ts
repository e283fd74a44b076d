import { isJsonObject, type JsonObject } from '../../json.ts';

/**
 * The arguments of a call as this wire has them, an object. Text that is no JSON object (a model cut
 * short, or mistaken) is kept under one key, so that whoever reads on sees what was said.
 */
export function readArguments(json: string): { args: JsonObject; malformed: boolean } {
  try {
    const args: unknown = JSON.parse(json);
    if (isJsonObject(args)) return { args, malformed: false };
  } catch {
    // Told by `malformed`.
  }
  return { args: { malformedArguments: json }, malformed: true };
}
