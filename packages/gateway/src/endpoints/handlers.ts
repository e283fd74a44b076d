import type { EndpointName } from '../http/endpoint.ts';
import { chat } from './chat.ts';
import type { Handler } from './context.ts';
import { countTokens } from './count-tokens.ts';
import { embeddings } from './embeddings.ts';
import { health } from './health.ts';
import { images } from './images.ts';
import { metrics } from './metrics.ts';
import { model, modelList } from './models.ts';
import { readiness } from './readiness.ts';

export const HANDLERS: Record<EndpointName, Handler> = {
  chat,
  embeddings,
  images,
  'count-tokens': countTokens,
  'model-list': modelList,
  model,
  health,
  metrics,
  readiness,
};

/** Whoever asks need not have a key, and is not counted. */
export const PUBLIC: ReadonlySet<EndpointName> = new Set<EndpointName>([
  ...(['model-list', 'model', 'health', 'metrics', 'readiness'] as const),
]);

/** What machines ask for every few seconds is not worth a line in the log, nor a count. */
export const ROUTINE: ReadonlySet<string> = new Set<EndpointName>([
  'health',
  'metrics',
  'readiness',
]);
