import { figuresOf, type Mischief, MODEL, type Traffic } from '../../routing/traffic.ts';
import { circuitOf } from '../../state/circuits.ts';
import { metrics } from '../../state/metrics.ts';
import { formatCost, formatCount, formatMs } from '../../text/format.ts';
import { Figures } from '../../ui/figures.tsx';
import { Segmented } from '../../ui/segmented.tsx';

const MISCHIEF: readonly [Mischief, string][] = [
  ['works', 'Works'],
  ['slow', 'Slow'],
  ['broken', 'Broken'],
  ['limited', 'Limited'],
];

const CIRCUITS = ['closed', 'on trial', 'open'];

/** One node: what it has done, and what is done to it. */
export function NodeCard(props: { node: string; index: number; traffic: Traffic }) {
  const { node, index, traffic } = props;
  const shots = traffic.shots.value;
  const { answered, failed, ms, cost } = figuresOf(shots, node);
  const circuit = metrics.value ? circuitOf(metrics.value, node, MODEL) : undefined;
  const isLast = shots.at(-1)?.node === node;
  const perRequest = answered === 0 ? undefined : String(cost / answered);
  return (
    <li class={`card node node-${index % 6} ${isLast ? 'last' : ''}`}>
      <p class="node-name">
        <span class="swatch" aria-hidden="true" /> <strong>{node}</strong>
        {circuit === undefined ? null : (
          <span class={`tag circuit-${circuit}`}>circuit {CIRCUITS[circuit]}</span>
        )}
      </p>
      <Figures
        items={[
          ['Answered', formatCount(answered)],
          ['Failed', formatCount(failed)],
          ['Time', formatMs(ms)],
          ['Each', formatCost(perRequest)],
        ]}
      />
      <Segmented
        label={`${node} is`}
        name={`mischief-${node}`}
        value={traffic.mischief.value[node] ?? 'works'}
        options={MISCHIEF}
        onChange={(what) => {
          traffic.mischief.value = { ...traffic.mischief.value, [node]: what };
        }}
      />
    </li>
  );
}
