import {
  type McpServer,
  ResourceNotFoundError,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import type { App } from '../app.ts';
import { completeModel } from '../complete-model.ts';
import { modelRow } from '../model-row.ts';
import { MODELS_URI } from './models.ts';

/** One model; its id may hold slashes, hence the plus. */
export function registerModel(server: McpServer, app: App): void {
  const mimeType = 'application/json';
  const template = new ResourceTemplate(`${MODELS_URI}/{+id}`, {
    // Hundreds of models are no list to put into a context; the resource above has them all.
    list: undefined,
    complete: { id: (value) => completeModel(app, value) },
  });
  const config = {
    title: 'A model',
    description: 'Context, prices, modalities, parameters and other ids of one model',
    mimeType,
  };
  server.registerResource('model', template, config, async (uri, { id }) => {
    const name = decode(String(id));
    const model = name === undefined ? undefined : await findStrictly(app, name);
    if (!model || !app.policy.allows(model)) {
      throw new ResourceNotFoundError(uri.href, `There is no model ${JSON.stringify(name ?? id)}.`);
    }
    const { aliases, maxOutputTokens, supportedParameters, isDeprecated } = model;
    const text = JSON.stringify({
      ...modelRow(model),
      ...(maxOutputTokens !== undefined && { max_output: maxOutputTokens }),
      ...(supportedParameters && { parameters: supportedParameters }),
      ...(aliases && aliases.length > 0 && { aliases }),
      ...(isDeprecated && { deprecated: true }),
    });
    return { contents: [{ uri: uri.href, mimeType, text }] };
  });
}

async function findStrictly(app: App, name: string) {
  await app.catalogue.list();
  return app.catalogue.find(name);
}

/** Ids arrive as they stand in the URI: `openai%2Fgpt-5` or `openai/gpt-5`. */
function decode(id: string): string | undefined {
  try {
    return decodeURIComponent(id);
  } catch {
    return undefined;
  }
}
