import { isJsonObject, OfoxClient } from '@ofoxai/core';
import { computed, signal } from '@preact/signals';

/** Where the page sends its requests, and with which key. */
export interface Connection {
  baseUrl: string;
  apiKey: string;
}

const REMEMBERED = 'ofox-connection';

/** What the gateway that serves the page lends to it; the key is empty when it lends none. */
const own = signal<Connection>({ baseUrl: location.origin, apiKey: '' });

/** What somebody has typed into the settings; it goes before the gateway's own. */
const chosen = signal<Connection | undefined>(readRemembered());

/** The upstream nodes of the gateway that serves the page, as far as it tells them. */
export const nodes = signal<readonly string[]>([]);

/** Where requests go now. */
export const connection = computed<Connection>(() => chosen.value ?? own.value);

/** Whether requests go to the gateway that serves the page, with the key that it lends. */
export const isOwnGateway = computed(() => chosen.value === undefined);

/** Whether the connection outlives the page because somebody has agreed to that. */
export const isRemembered = signal(chosen.value !== undefined);

/** Whether there is a key to call with. */
export const hasKey = computed(() => connection.value.apiKey !== '');

/** What a client for this connection is made of. Somebody is watching, so nothing is retried. */
export const clientOptions = computed(() => {
  const { baseUrl, apiKey } = connection.value;
  // Models may be listed without a key, and everything else is refused with a telling error.
  return { baseUrl, apiKey: apiKey || 'no-key-yet', maxRetries: 0 };
});

export const client = computed(() => new OfoxClient(clientOptions.value));

/** Sends requests elsewhere from now on. The key stays in memory unless `remember` is set. */
export function connectTo(next: Connection, remember: boolean): void {
  chosen.value = next;
  isRemembered.value = remember;
  if (remember) localStorage.setItem(REMEMBERED, JSON.stringify(next));
  else localStorage.removeItem(REMEMBERED);
}

/** Goes back to the gateway that serves the page, and forgets every key that was typed in. */
export function connectToOwn(): void {
  chosen.value = undefined;
  isRemembered.value = false;
  localStorage.removeItem(REMEMBERED);
}

/**
 * Asks the gateway that serves the page for the key it made at its start. A gateway whose keys
 * somebody has chosen lends none.
 */
export async function borrowKey(): Promise<void> {
  try {
    const response = await fetch('session.json', { cache: 'no-store' });
    if (!response.ok) return;
    const session: unknown = await response.json();
    if (!isJsonObject(session)) return;
    const { apiKey, nodes: names } = session;
    if (typeof apiKey === 'string') own.value = { ...own.value, apiKey };
    if (Array.isArray(names)) nodes.value = names.filter((name) => typeof name === 'string');
  } catch {
    // Nobody lends a key: the settings ask for one.
  }
}

function readRemembered(): Connection | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null');
    if (typeof value !== 'object' || value === null) return undefined;
    const { baseUrl, apiKey } = value as Partial<Record<keyof Connection, unknown>>;
    if (typeof baseUrl !== 'string' || typeof apiKey !== 'string') return undefined;
    return { baseUrl, apiKey };
  } catch {
    return undefined;
  }
}
