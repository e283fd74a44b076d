import { invalid } from '../../error.ts';
import type { JsonObject } from '../../json.ts';
import { readProviderPreferences, writeProviderPreferences } from '../../provider-preferences.ts';
import type { ChatRequest } from '../../request.ts';
import { foreignWarnings } from '../foreign.ts';
import type { EncodedRequest, EncodeRequestOptions, WireRequest } from '../wire.ts';
import { readContents, writeContents } from './contents.ts';
import { drop, type Encoding } from './encoding.ts';
import { readGenerationConfig, writeGenerationConfig } from './generation-config.ts';
import { methodPath, modelOfName } from './model-path.ts';
import { extraOf, structure, writeRest } from './structure.ts';
import { readSystem, writeSystem } from './system.ts';
import { readToolChoice, writeToolChoice } from './tool-choice.ts';
import { readTools, writeTools } from './tools.ts';

/**
 * Reads the body of `generateContent` and `streamGenerateContent`
 * (ai.google.dev/api/generate-content). The path tells the model and whether to stream; a `model`
 * in the body counts only where the path is silent.
 *
 * @throws OfoxError of kind `invalid_request` that names the field by the wire's own path, as
 * `contents[2].parts[0].functionCall.name`.
 */
export function decodeRequest(request: WireRequest): ChatRequest {
  const body = structure(request.body);
  const named = body.string('model');
  const model = request.model ?? (named === undefined ? undefined : modelOfName(named));
  if (!model) throw invalid('model', 'model is required.');
  const { tools, ...choice } = readToolChoice(body, readTools(body));
  const { stop, ...settings } = readGenerationConfig(body);
  const chat: ChatRequest = {
    model,
    system: readSystem(body),
    messages: readContents(body),
    tools,
    stop,
    stream: request.stream ?? false,
  };
  Object.assign(chat, choice, settings, readProviderPreferences(body));
  return Object.assign(chat, extraOf(body.rest()));
}

/**
 * Writes a request for `generateContent` or, when it is to be streamed, `streamGenerateContent`
 * with server-sent events.
 *
 * @throws OfoxError of kind `invalid_request`, with a path in the neutral form's names, for what
 * the model must not be without: foreign files, results that answer nothing, unspeakable names.
 */
export function encodeRequest(
  request: ChatRequest,
  options: EncodeRequestOptions = {},
): EncodedRequest {
  const encoding: Encoding = {
    model: request.model,
    warnings: foreignWarnings(request, 'gemini'),
  };
  const body: JsonObject = {
    ...writeSystem(request.system, encoding),
    contents: writeContents(request.messages, encoding),
    ...writeTools(request.tools, encoding),
    ...writeToolChoice(request, encoding),
    ...writeGenerationConfig(request, encoding),
  };
  drop(encoding, 'user', request.user);
  drop(encoding, 'metadata', request.metadata);
  drop(encoding, 'serviceTier', request.serviceTier);
  writeRest(body, request.extra?.gemini);
  if (options.extensions !== false) writeProviderPreferences(request, body);
  const method = request.stream ? 'streamGenerateContent' : 'generateContent';
  return {
    path: methodPath(request.model, method),
    headers: {},
    body,
    warnings: encoding.warnings,
  };
}
