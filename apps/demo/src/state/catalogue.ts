import type { Model } from '@ofoxai/core';
import { computed, signal } from '@preact/signals';
import { client } from './connection.ts';

/** What is known of the models: all of them, or why they are not known. */
export const models = signal<readonly Model[]>([]);
export const modelsError = signal<unknown>(undefined);

const serving = (endpoint: string) => (model: Model) =>
  model.supportedEndpoints?.includes(endpoint) ?? endpoint === '/v1/chat/completions';

export const chatModels = computed(() => models.value.filter(serving('/v1/chat/completions')));
export const embeddingModels = computed(() => models.value.filter(serving('/v1/embeddings')));
export const imageModels = computed(() => models.value.filter(serving('/v1/images/generations')));

/** Loads the list of models, which anybody may read. */
export async function loadModels(): Promise<void> {
  try {
    const list = await client.value.models.list();
    models.value = list.models;
    modelsError.value = undefined;
  } catch (error) {
    modelsError.value = error;
  }
}
