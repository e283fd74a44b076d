import { gzipSync } from 'node:zlib';
import {
  type Model,
  type ModelPage,
  OfoxError,
  type Protocol,
  type ProtocolName,
} from '@ofoxai/core';
import type { Catalog } from '../catalog/catalog.ts';
import { modelNotFound } from '../catalog/model-not-found.ts';
import { acceptsGzip } from '../http/accepts-gzip.ts';
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
  const { catalog } = upstreams;
  const page = pageOf(catalog.models, protocol.name, new URLSearchParams(query));
  const head = exchange.jsonHead();
  head.push('vary', 'accept-encoding');
  if (page.models.length < catalog.models.length || !acceptsGzip(exchange.request)) {
    exchange.sendJson(200, protocol.models.encodeList(page), head);
    return;
  }
  head.push('content-encoding', 'gzip');
  exchange.send(200, packedList(catalog, protocol), head);
};

/** The whole list is long, and asked for by every page and picker that opens: it is packed once. */
const PACKED = new WeakMap<Catalog, Map<ProtocolName, Buffer>>();

function packedList(catalog: Catalog, { name, models: codec }: Protocol): Buffer {
  const lists = PACKED.get(catalog) ?? new Map<ProtocolName, Buffer>();
  PACKED.set(catalog, lists);
  let list = lists.get(name);
  if (!list) {
    list = gzipSync(JSON.stringify(codec.encodeList({ models: [...catalog.models] })));
    lists.set(name, list);
  }
  return list;
}

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
