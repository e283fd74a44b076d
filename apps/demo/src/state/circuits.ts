import type { Sample } from '../text/prometheus.ts';

/** 0 closed, 1 on trial, 2 open. */
export type Circuit = 0 | 1 | 2;

/** The worst circuit of a node: of all models that it serves, or of one of them. */
export function circuitOf(samples: readonly Sample[], node: string, model?: string): Circuit {
  let worst = 0;
  for (const { name, labels, value } of samples) {
    if (name !== 'ofox_circuit_state' || labels.node !== node) continue;
    if (model === undefined || labels.model === model) worst = Math.max(worst, value);
  }
  return Math.min(2, worst) as Circuit;
}
