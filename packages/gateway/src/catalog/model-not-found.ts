import { OfoxError } from '@ofoxai/core';
import type { Catalog } from './catalog.ts';

/** The error for a model that the catalogue does not have; it names those spelt most like it. */
export function modelNotFound(id: string, catalog: Catalog): OfoxError {
  const close = catalog.closest(id).join(', ');
  const hint = close === '' ? '' : ` The closest are ${close}.`;
  const shown = JSON.stringify(id.slice(0, 100));
  return new OfoxError('not_found', `There is no model ${shown}.${hint}`, {
    status: 404,
    code: 'model_not_found',
    param: 'model',
  });
}
