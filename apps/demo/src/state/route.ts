import { signal } from '@preact/signals';

/** A state of the page that a link can lead to: the view, and what is chosen in it. */
export interface Route {
  view: string;
  params: ReadonlyMap<string, string>;
}

/** Reads what stands behind the address's `#`: `#/compare?prompt=Hi`. */
function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { view: path, params: new Map(new URLSearchParams(query)) };
}

/** Writes what {@link parseRoute} reads; empty values are left out. */
export function formatRoute(view: string, params: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== ''));
  const text = query.toString();
  return `#/${view}${text === '' ? '' : `?${text}`}`;
}

/** Where the page is now. */
export const route = signal<Route>(parseRoute(location.hash));

addEventListener('hashchange', () => {
  route.value = parseRoute(location.hash);
});

/** Puts the state of a view into the address without a step in the history. */
export function tellAddress(view: string, params: Readonly<Record<string, string>>): void {
  const hash = formatRoute(view, params);
  if (hash !== location.hash) history.replaceState(null, '', hash);
}
