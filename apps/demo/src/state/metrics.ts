import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { parseMetrics, type Sample } from '../text/prometheus.ts';
import { connection, isOwnGateway } from './connection.ts';

/** The last metrics of the gateway; `undefined` when it tells none. */
export const metrics = signal<readonly Sample[] | undefined>(undefined);

async function load(): Promise<void> {
  try {
    const response = await fetch(new URL('/metrics', connection.value.baseUrl));
    metrics.value = response.ok ? parseMetrics(await response.text()) : undefined;
  } catch {
    metrics.value = undefined;
  }
}

/** Keeps {@link metrics} fresh while the view that asks for them is open. */
export function useMetrics(everyMs: number): void {
  useEffect(() => {
    // Only the gateway that serves the page is known to be one of ours.
    if (!isOwnGateway.value) {
      metrics.value = undefined;
      return;
    }
    void load();
    const timer = setInterval(() => void load(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, isOwnGateway.value]);
}
