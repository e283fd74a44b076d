import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { parseMetrics, type Sample } from '../text/prometheus.ts';
import { connection, isOwnGateway } from './connection.ts';
import { RateWindow } from './rate-window.ts';
import { ALL_KEYS, requestsOf } from './traffic-figures.ts';

/** The last metrics of the gateway; `undefined` when it tells none. */
export const metrics = signal<readonly Sample[] | undefined>(undefined);

/** How many requests came in the last minute, by the id of their key and as {@link ALL_KEYS}. */
export const rates = new RateWindow();

async function load(): Promise<void> {
  try {
    const response = await fetch(new URL('/metrics', connection.value.baseUrl));
    const samples = response.ok ? parseMetrics(await response.text()) : undefined;
    if (samples) rates.push(performance.now(), requestsOf(samples));
    metrics.value = samples;
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
