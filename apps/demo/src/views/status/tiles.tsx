import { models } from '../../state/catalogue.ts';
import { rates } from '../../state/metrics.ts';
import { ALL_KEYS, failuresIn } from '../../state/traffic-figures.ts';
import { formatCost, formatCount } from '../../text/format.ts';
import { type Sample, sumOf } from '../../text/prometheus.ts';

/** The figures of the whole gateway. */
export function Tiles({ samples }: { samples: readonly Sample[] }) {
  const tiles: [string, string][] = [
    ['Requests', formatCount(sumOf(samples, 'ofox_requests_total'))],
    ['In the last minute', formatCount(rates.grown(ALL_KEYS))],
    ['Under way', formatCount(sumOf(samples, 'ofox_requests_in_flight'))],
    ['Failed', formatCount(failuresIn(samples))],
    ['Tokens read', formatCount(sumOf(samples, 'ofox_tokens_total', { type: 'input' }))],
    ['Tokens written', formatCount(sumOf(samples, 'ofox_tokens_total', { type: 'output' }))],
    ['Cost', formatCost(String(sumOf(samples, 'ofox_cost_usd_total')))],
    ['Models', formatCount(models.value.length)],
  ];
  return (
    <dl class="tiles">
      {tiles.map(([name, value]) => (
        <div key={name} class="card">
          <dt>{name}</dt>
          <dd>{value}</dd>
          {name === 'In the last minute' ? <Sparks steps={rates.steps(ALL_KEYS)} /> : null}
        </div>
      ))}
    </dl>
  );
}

/** How the rate went, a bar for each look at the metrics. */
function Sparks({ steps }: { steps: readonly number[] }) {
  const most = Math.max(1, ...steps);
  return (
    <svg class="sparks" viewBox="0 0 60 10" preserveAspectRatio="none" aria-hidden="true">
      {steps.slice(-30).map((step, index) => (
        <rect
          key={index}
          x={index * 2}
          y={10 - (step / most) * 10}
          width="1.4"
          height={(step / most) * 10}
        />
      ))}
    </svg>
  );
}
