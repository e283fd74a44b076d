import { circuitOf } from '../../state/circuits.ts';
import { nodes } from '../../state/connection.ts';
import { formatCount } from '../../text/format.ts';
import { type Sample, sumOf } from '../../text/prometheus.ts';
import { TableScroll } from '../../ui/table-scroll.tsx';

const STATES = ['in use', 'on trial', 'left alone'];
const TONES = ['good', 'warn', 'bad'];

/** The upstream nodes, and how they have done. */
export function NodeTable({ samples }: { samples: readonly Sample[] }) {
  const known = samples.flatMap(({ labels }) => labels.node || []);
  const names = [...new Set([...nodes.value, ...known])];
  return (
    <section class="card">
      <h2>Nodes</h2>
      {names.length === 0 ? (
        <p class="hint">Nobody has asked anything yet.</p>
      ) : (
        <TableScroll label="Nodes">
          <table>
            <thead>
              <tr>
                <th scope="col">Node</th>
                <th scope="col">State</th>
                <th scope="col" class="number">
                  Answered
                </th>
                <th scope="col" class="number">
                  Failed
                </th>
              </tr>
            </thead>
            <tbody>
              {names.map((node) => {
                const calls = sumOf(samples, 'ofox_attempts_total', { node });
                const good = sumOf(samples, 'ofox_attempts_total', { node, outcome: 'ok' });
                const state = circuitOf(samples, node);
                return (
                  <tr key={node}>
                    <th scope="row">{node}</th>
                    <td class={TONES[state]}>{STATES[state]}</td>
                    <td class="number">{formatCount(good)}</td>
                    <td class="number">{formatCount(calls - good)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}
