import { invalid } from '../../error.ts';

/** What may be asked of a model, as its path tells it. */
export type Method =
  | 'generateContent'
  | 'streamGenerateContent'
  | 'embedContent'
  | 'batchEmbedContents';

/**
 * Path of a model's method. The slash between provider and name stays as it is, as Google's own SDK
 * sends it; everything else that has a meaning in addresses is escaped.
 *
 * @throws OfoxError of kind `invalid_request` when the id would lead to another path.
 */
export function methodPath(model: string, method: Method): string {
  const query = method === 'streamGenerateContent' ? '?alt=sse' : '';
  return `${modelPath(model)}:${method}${query}`;
}

/** Path of the model itself. */
export function modelPath(model: string): string {
  const segments = model.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    throw invalid('model', `${JSON.stringify(model.slice(0, 60))} is not a model's id.`);
  }
  return `/v1beta/models/${segments.map(escapeSegment).join('/')}`;
}

/** The id of a model whose resource name this is; other ids are themselves. */
export function modelOfName(name: string): string {
  return name.startsWith('models/') ? name.slice('models/'.length) : name;
}

function escapeSegment(segment: string): string {
  try {
    return encodeURIComponent(segment);
  } catch {
    throw invalid('model', "The model's id is not valid Unicode.");
  }
}
