import { Embeddings, type EmbeddingsParams } from '@langchain/core/embeddings';
import { type EmbedInput, OfoxError } from '@ofoxai/core';
import { attemptLimits, type ConnectionFields, connect } from './client-fields.ts';
import { modelError } from './errors.ts';

/** Makers whose API is known to answer base64 when it is asked for it. */
const KNOWS_BASE64 = /^(?:openai|ofox)\//;

export interface OfoxEmbeddingsFields extends EmbeddingsParams, ConnectionFields {
  /** As the catalogue names it: `openai/text-embedding-3-small`. */
  model?: string | undefined;
  /** Length of the vectors, for models that can shorten them. */
  dimensions?: number | undefined;
  /** How many texts go into one request; 512 by default. */
  batchSize?: number | undefined;
  /** Put spaces for line ends before embedding, as old models wanted it; `false` by default. */
  stripNewLines?: boolean | undefined;
  /**
   * How the vectors travel. `base64` costs a quarter of the bytes and half of the time; by default
   * it is asked for where the model's API is known to have it. The vectors are the same.
   */
  encodingFormat?: 'float' | 'base64' | undefined;
  /** An opaque id of the end user, for the provider's abuse detection. */
  user?: string | undefined;
}

/**
 * Texts to vectors by any embedding model of the API. Batches go out side by side, as many as
 * `maxConcurrency` allows; each is retried on its own by LangChain's caller.
 */
export class OfoxEmbeddings extends Embeddings<number[]> {
  readonly model: string;
  readonly batchSize: number;
  readonly #fields: OfoxEmbeddingsFields;
  readonly #client: ReturnType<typeof connect>;

  /** @throws OfoxError of kind `invalid_request` for an option that makes no sense. */
  constructor(fields: OfoxEmbeddingsFields & { model: string });
  constructor(model: string, fields?: Omit<OfoxEmbeddingsFields, 'model'>);
  constructor(first: string | OfoxEmbeddingsFields, more: OfoxEmbeddingsFields = {}) {
    const fields = typeof first === 'string' ? { ...more, model: first } : first;
    super({ maxConcurrency: 2, ...fields });
    const { model, batchSize = 512 } = fields;
    if (!model) throw new OfoxError('invalid_request', 'model is required.', { param: 'model' });
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      const message = `batchSize must be a whole number from 1, not ${batchSize}.`;
      throw new OfoxError('invalid_request', message, { param: 'batchSize' });
    }
    this.model = model;
    this.batchSize = batchSize;
    this.#fields = fields;
    this.#client = connect(fields);
  }

  /** @throws OfoxModelError for the first batch that could not be had. */
  override async embedDocuments(documents: string[]): Promise<number[][]> {
    const batches: string[][] = [];
    for (let at = 0; at < documents.length; at += this.batchSize) {
      batches.push(documents.slice(at, at + this.batchSize));
    }
    const vectors = await Promise.all(batches.map((batch) => this.#embed(batch)));
    return vectors.flat();
  }

  /** @throws OfoxModelError when the vector could not be had. */
  override async embedQuery(document: string): Promise<number[]> {
    const [vector] = await this.#embed([document]);
    return vector ?? [];
  }

  #embed(texts: string[]): Promise<number[][]> {
    const { dimensions, user, stripNewLines } = this.#fields;
    const encoding =
      this.#fields.encodingFormat ?? (KNOWS_BASE64.test(this.model) ? 'base64' : undefined);
    const input: EmbedInput = {
      model: this.model,
      input: stripNewLines ? texts.map((text) => text.replaceAll('\n', ' ')) : texts,
      dimensions,
      encoding,
      user,
    };
    const options = { timeouts: attemptLimits(this.#fields, 'whole') };
    return this.caller.call(async () => {
      try {
        const { vectors } = await this.#client().embed(input, options);
        return vectors;
      } catch (error) {
        throw OfoxError.is(error) ? modelError(error) : error;
      }
    });
  }
}
