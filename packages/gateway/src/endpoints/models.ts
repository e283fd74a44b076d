import { type Model, type ModelPage, OfoxError, type ProtocolName } from '@ofoxai/core';
import { modelNotFound } from '../catalog/model-not-found.ts';
import type { Handler } from './context.ts';

const MAX_PAGE = 1000;

/** How each protocol asks for a page. Without these, everyone gets all models at once. */
const PAGE_PARAMETERS: Record<ProtocolName, { size: string; after: string }> = {
  openai: { size: 'limit', after: 'offset' },
  anthropic: { size: 'limit', after: 'after_id' },
  gemini: { size: 'pageSize', after: 'pageToken' },
};

/** Lists the models of the catalogue. */
export const modelList: Handler = (exchange, _endpoint, { upstreams }) => {
  const { protocol, query } = exchange;
  const page = pageOf(upstreams.catalog.models, protocol.name, new URLSearchParams(query));
  exchange.sendJson(200, protocol.models.encodeList(page));
};

/** Tells of one model, by its id or an alias. */
export const model: Handler = (exchange, endpoint, { upstreams }) => {
  const id = endpoint.model ?? '';
  const found = upstreams.catalog.get(id);
  if (!found) throw modelNotFound(id, upstreams.catalog);
  exchange.sendJson(200, exchange.protocol.models.encodeModel(found));
};

function pageOf(
  models: readonly Model[],
  protocol: ProtocolName,
  query: URLSearchParams,
): ModelPage {
  const names = PAGE_PARAMETERS[protocol];
  const size = sizeOf(query, names.size);
  const start = startOf(models, query, names.after);
  const page = models.slice(start, start + size);
  const last = page.at(-1);
  const isLast = last === undefined || start + size >= models.length;
  return { models: page, ...(isLast ? {} : { next: last.id }) };
}

function sizeOf(query: URLSearchParams, name: string): number {
  const text = query.get(name);
  if (text === null || text === '') return MAX_PAGE;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1) throw badParameter(name, 'a whole number above 0');
  return Math.min(size, MAX_PAGE);
}

/** OpenAI's callers count (`offset`), the others name the last model that they have. */
function startOf(models: readonly Model[], query: URLSearchParams, name: string): number {
  const text = query.get(name);
  if (text === null || text === '') return 0;
  if (name === 'offset') {
    const offset = Number(text);
    if (!Number.isInteger(offset) || offset < 0) throw badParameter(name, 'a whole number');
    return offset;
  }
  const index = models.findIndex(({ id }) => id === text);
  if (index === -1) throw badParameter(name, 'what the page before gave');
  return index + 1;
}

function badParameter(param: string, wanted: string): OfoxError {
  const message = `${param} must be ${wanted}.`;
  return new OfoxError('invalid_request', message, { status: 400, param });
}
