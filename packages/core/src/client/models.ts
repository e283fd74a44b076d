import { OfoxError } from '../error.ts';
import type { JsonValue } from '../json.ts';
import type { Model } from '../model.ts';
import { ask, type Question, readAnswer } from './ask.ts';
import { runAttempts } from './attempts.ts';
import { beginCall, type Call, type ClientParts, conclude, resourceOf } from './call.ts';
import { type CallOptions, readCallOptions } from './options.ts';
import { type ResponseInfo, readWarnings } from './response-info.ts';

export interface ModelListResult {
  /** Of all pages. */
  models: Model[];
  /** Of the last page. */
  response: ResponseInfo;
}

export interface ModelResult {
  model: Model;
  response: ResponseInfo;
}

/** The catalogue. */
export class ModelClient {
  readonly #client: ClientParts;

  constructor(client: ClientParts) {
    this.#client = client;
  }

  /**
   * All models, page by page where the protocol has pages (OpenAI's, the default, has none).
   * @throws OfoxError of kind `upstream` when the pages go in circles, and as every call does.
   */
  async list(options: CallOptions = {}): Promise<ModelListResult> {
    const call = beginCall(this.#client, readCallOptions(options, this.#client.settings));
    const { protocol, resource } = resourceOf(call.protocol, 'models', (wire) => wire.models);
    const models: Model[] = [];
    const seen = new Set<string>();
    let next: string | undefined;
    for (;;) {
      const path = resource.listPath(next);
      const page = await get(call, { protocol, path }, (body) => resource.decodeList(body));
      for (const model of page.value.models) models.push(model);
      next = page.value.next;
      if (next === undefined) return { models, response: page.response };
      if (seen.has(next)) {
        throw new OfoxError('upstream', 'The pages of the model list go in circles.', {
          protocol: protocol.name,
        });
      }
      seen.add(next);
    }
  }

  /** One model. @throws OfoxError of kind `not_found` when there is none of this id. */
  async get(id: string, options: CallOptions = {}): Promise<ModelResult> {
    const call = beginCall(this.#client, readCallOptions(options, this.#client.settings));
    const { protocol, resource } = resourceOf(call.protocol, 'models', (wire) => wire.models);
    const question = { protocol, path: resource.modelPath(id), model: id };
    const { value, response } = await get(call, question, (body) => resource.decodeModel(body));
    return { model: value, response };
  }
}

async function get<T>(
  call: Call,
  question: Question,
  read: (body: JsonValue) => T,
): Promise<{ value: T; response: ResponseInfo }> {
  const { value: answer, attempts } = await runAttempts([question.model], call, async () => {
    const exchange = await ask(question, call);
    return { exchange, value: await readAnswer(question, exchange, call, read) };
  });
  const { exchange, value } = answer;
  const response = conclude(exchange, call, {
    protocol: question.protocol.name,
    attempts,
    warnings: readWarnings(exchange.headers),
    servedModel: undefined,
    cost: undefined,
  });
  return { value, response };
}
