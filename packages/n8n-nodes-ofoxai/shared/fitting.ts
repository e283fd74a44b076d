import type { IDisplayOptions } from 'n8n-workflow';

/**
 * Hides an option from models of makers whose API has no word for it. A model that comes out of an
 * expression is not known beforehand: there the option stays, and the output warns if it was dropped.
 */
export function notFor(...makers: string[]): IDisplayOptions {
  return { hide: { '/model': makers.map((maker) => ({ _cnd: { startsWith: `${maker}/` } })) } };
}
