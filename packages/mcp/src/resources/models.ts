import type { McpServer } from '@modelcontextprotocol/server';
import type { App } from '../app.ts';
import { modelRow } from '../model-row.ts';

export const MODELS_URI = 'ofox://models';

/** All models that may be used, in the rows of `find_models`. */
export function registerModels(server: McpServer, app: App): void {
  const mimeType = 'application/json';
  const config = {
    title: 'Models',
    description: 'Every model that may be used, with context and prices in USD per million tokens',
    mimeType,
  };
  server.registerResource('models', MODELS_URI, config, async (uri) => {
    const models = (await app.catalogue.list()).filter((model) => app.policy.allows(model));
    return { contents: [{ uri: uri.href, mimeType, text: JSON.stringify(models.map(modelRow)) }] };
  });
}
