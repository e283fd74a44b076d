import type { BaseClient, CallOptions, EmbedInput, EmbedResult } from '@ofoxai/core';

export interface EmbedderSettings {
  client: BaseClient;
  /** All of a request but its texts. */
  request: Omit<EmbedInput, 'input'>;
  call: CallOptions;
  batchSize: number;
  concurrency: number;
  stripNewLines: boolean;
}

/** What came of one request. */
export type Tell = (result: EmbedResult, texts: number) => void;

/**
 * Turns texts into vectors, in as many requests as the batch size says, some of them side by side.
 * After a failure no further request is sent. @throws OfoxError as the client does.
 */
export async function embedTexts(
  texts: string[],
  settings: EmbedderSettings,
  tell: Tell,
): Promise<number[][]> {
  const { client, request, call, batchSize, concurrency, stripNewLines } = settings;
  const vectors: number[][] = new Array(texts.length);
  let next = 0;
  let failed = false;
  const work = async () => {
    while (next < texts.length && !failed) {
      const from = next;
      next += batchSize;
      const batch = texts.slice(from, next);
      const input = stripNewLines ? batch.map((text) => text.replaceAll('\n', ' ')) : batch;
      try {
        const result = await client.embed({ ...request, input }, call);
        result.vectors.forEach((vector, index) => {
          vectors[from + index] = vector;
        });
        tell(result, batch.length);
      } finally {
        failed ||= vectors[from] === undefined;
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return vectors;
}
