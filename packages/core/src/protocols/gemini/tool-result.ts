import type { Fields } from '../../fields.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { MediaPart, OpaquePart, TextPart, ToolResultPart } from '../../part.ts';
import { isMadeUpToolCallId } from '../../tool-call-id.ts';
import { drop, type Encoding, warn } from './encoding.ts';
import { generationOf } from './generation.ts';
import { jsonText } from './json-text.ts';
import { readMedia, writeMedia } from './media.ts';
import { writePart } from './parts.ts';
import { extraOf, structure, writeRest } from './structure.ts';

type Content = (TextPart | MediaPart | OpaquePart)[];

/**
 * Reads a `functionResponse` (ai.google.dev/api/caching#FunctionResponse).
 *
 * @param part the part that holds it, marked as read but for what is not understood.
 * @param idOf finds the id of the call that is answered, by what the wire tells of it.
 */
export function readFunctionResponse(
  part: Fields,
  response: Fields,
  idOf: (id: string | undefined, name: string) => string,
): ToolResultPart {
  const name = response.required('name', response.string('name'));
  const id = idOf(response.string('id') || undefined, name);
  const result = readResult(response.object('response') ?? {}, response.at('response'));
  const media = response.list('parts', readResponsePart) ?? [];
  part.leave('functionResponse', response.rest());
  return {
    type: 'tool-result',
    id,
    name,
    content: [...result.content, ...media],
    ...(result.isError ? { isError: true } : {}),
    ...extraOf(part.rest()),
  };
}

/**
 * Writes a tool's result as parts: the `functionResponse`, and behind it what cannot stand in it.
 *
 * @param name the tool's name, which this wire asks for.
 * @param path the result's place in the neutral form.
 */
export function writeFunctionResponse(
  result: ToolResultPart,
  name: string,
  encoding: Encoding,
  path: string,
): JsonObject[] {
  const texts: string[] = [];
  const inside: JsonObject[] = [];
  const behind: JsonObject[] = [];
  result.content.forEach((part, at) => {
    const partPath = `${path}.content[${at}]`;
    if (part.type === 'text') {
      drop(encoding, `${partPath}.cache`, part.cache);
      drop(encoding, `${partPath}.extra`, part.extra?.gemini);
      texts.push(part.text);
    } else if (part.type === 'opaque') {
      if (part.by === 'gemini') inside.push(part.value);
    } else if (mayStandInside(part, encoding)) {
      drop(encoding, `${partPath}.cache`, part.cache);
      drop(encoding, `${partPath}.name`, part.name);
      inside.push(writeRest(writeMedia(part.source, partPath), part.extra?.gemini));
    } else {
      const message = 'It stands behind the result, as Gemini takes only images with data inside.';
      warn(encoding, 'moved', partPath, message);
      behind.push(...writePart(part, encoding, partPath));
    }
  });
  if (texts.length > 1) {
    warn(encoding, 'approximated', `${path}.content`, 'The texts of the result were joined.');
  }
  drop(encoding, `${path}.cache`, result.cache);
  const response: JsonObject = {
    ...(isMadeUpToolCallId(result.id) ? {} : { id: result.id }),
    name,
    response: writeResult(texts.join('\n'), result.isError === true),
    ...(inside.length > 0 ? { parts: inside } : {}),
  };
  return [writeRest({ functionResponse: response }, result.extra?.gemini), ...behind];
}

/** Media inside results came with Gemini 3 (ai.google.dev/gemini-api/docs/function-calling). */
function mayStandInside(part: MediaPart, { model }: Encoding): boolean {
  return part.source.type === 'base64' && (generationOf(model) ?? 3) >= 3;
}

function readResponsePart(value: JsonValue, path: string): MediaPart | OpaquePart {
  const part = structure(value, path);
  const media = readMedia(part);
  if (media) return { ...media, ...extraOf(part.rest()) };
  return { type: 'opaque', by: 'gemini', value: value as JsonObject };
}

/**
 * `{output: "…"}` is text, `{error: …}` a failure, an empty object nothing, and any other object its
 * own JSON text. {@link writeResult} is the inverse.
 */
function readResult(response: JsonObject, path?: string): { content: Content; isError: boolean } {
  const keys = Object.keys(response);
  const only = keys.length === 1 ? response[keys[0] as string] : undefined;
  if (keys[0] === 'output' && typeof only === 'string')
    return { content: text(only), isError: false };
  if (keys[0] === 'error') {
    if (typeof only === 'string') return { content: text(only), isError: true };
    if (isJsonObject(only)) return { content: text(jsonText(only, path)), isError: true };
  }
  const content = keys.length === 0 ? [] : text(jsonText(response, path));
  return { content, isError: false };
}

function writeResult(result: string, isError: boolean): JsonObject {
  const object = objectOf(result);
  if (isError) return { error: object ?? result };
  if (!object) return { output: result };
  const again = readResult(object);
  const first = again.content[0];
  const same = !again.isError && first?.type === 'text' && first.text === result;
  return same ? object : { output: result };
}

/** The object whose JSON text this is, to the letter; written as such, it reads the same again. */
function objectOf(json: string): JsonObject | undefined {
  if (!json.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) && JSON.stringify(value) === json ? value : undefined;
  } catch {
    return undefined;
  }
}

function text(value: string): Content {
  return [{ type: 'text', text: value }];
}
