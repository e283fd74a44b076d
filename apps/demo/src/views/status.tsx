import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { models } from '../state/catalogue.ts';
import { connection, isOwnGateway, nodes } from '../state/connection.ts';
import { metrics, useMetrics } from '../state/metrics.ts';
import { formatCost, formatCount, formatPrice } from '../text/format.ts';
import { type Sample, sumOf } from '../text/prometheus.ts';
import { TextField } from '../ui/field.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';

const EVERY_MS = 2000;
const SHOWN_MODELS = 30;
const STATES = ['in use', 'on trial', 'left alone'];

/** What the gateway serves, how busy it is, and what went wrong. */
export function Status() {
  useMetrics(EVERY_MS);
  const samples = metrics.value;
  return (
    <div class="stack">
      {samples ? (
        <>
          <Numbers samples={samples} />
          <div class="columns wide">
            <Nodes samples={samples} />
            <Errors samples={samples} />
          </div>
        </>
      ) : (
        <p class="note">
          {isOwnGateway.value
            ? 'This gateway tells no metrics to this page.'
            : `${connection.value.baseUrl} is not the gateway that serves this page, so its metrics are not shown.`}
        </p>
      )}
      <Models />
    </div>
  );
}

function Numbers({ samples }: { samples: readonly Sample[] }) {
  const rate = useSignal<number | undefined>(undefined);
  const total = sumOf(samples, 'ofox_requests_total');
  const before = useSignal<{ total: number; at: number } | undefined>(undefined);
  useEffect(() => {
    const at = performance.now();
    const last = before.value;
    if (last) rate.value = Math.max(0, ((total - last.total) / (at - last.at)) * 60_000);
    before.value = { total, at };
  }, [samples, total, before, rate]);
  const failed = samples
    .filter(({ name, labels }) => name === 'ofox_requests_total' && labels.error)
    .reduce((sum, { value }) => sum + value, 0);
  const tiles: [string, string][] = [
    ['Requests', formatCount(total)],
    ['A minute, now', formatCount(rate.value === undefined ? undefined : Math.round(rate.value))],
    ['Under way', formatCount(sumOf(samples, 'ofox_requests_in_flight'))],
    ['Failed', formatCount(failed)],
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
        </div>
      ))}
    </dl>
  );
}

function Nodes({ samples }: { samples: readonly Sample[] }) {
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
                const state = worstCircuit(samples, node);
                return (
                  <tr key={node}>
                    <th scope="row">{node}</th>
                    <td class={state === 0 ? 'good' : 'bad'}>{STATES[state]}</td>
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

/** 0 closed, 1 half-open, 2 open: the worst of all models that the node serves. */
export function worstCircuit(samples: readonly Sample[], node: string): number {
  let worst = 0;
  for (const { name, labels, value } of samples) {
    if (name === 'ofox_circuit_state' && labels.node === node) worst = Math.max(worst, value);
  }
  return worst;
}

function Errors({ samples }: { samples: readonly Sample[] }) {
  const counts = new Map<string, number>();
  for (const { name, labels, value } of samples) {
    if (name !== 'ofox_requests_total' || !labels.error) continue;
    const kind = `${labels.error} (${labels.status})`;
    counts.set(kind, (counts.get(kind) ?? 0) + value);
  }
  const rows = [...counts].sort(([, left], [, right]) => right - left);
  const most = Math.max(...rows.map(([, count]) => count));
  return (
    <section class="card">
      <h2>Errors told to callers</h2>
      {rows.length === 0 ? (
        <p class="hint">None so far.</p>
      ) : (
        <ul class="bars">
          {rows.map(([kind, count]) => (
            <li key={kind}>
              <span class="bar-name">{kind}</span>
              <span class="bar bad" style={{ width: `${(count / most) * 100}%` }} />
              <span class="number">{formatCount(count)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Models() {
  const query = useSignal('');
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = models.value.filter(({ id }) => words.every((word) => id.includes(word)));
  return (
    <section class="card stack">
      <h2>Models</h2>
      <TextField
        label="Search the models"
        value={query.value}
        placeholder="claude sonnet"
        onInput={(text) => {
          query.value = text;
        }}
      />
      <TableScroll label="Models">
        <table>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" class="number">
                Context
              </th>
              <th scope="col" class="number">
                In, per million
              </th>
              <th scope="col" class="number">
                Out, per million
              </th>
              <th scope="col">Takes</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, SHOWN_MODELS).map(({ id, contextLength, pricing, inputModalities }) => (
              <tr key={id}>
                <th scope="row">{id}</th>
                <td class="number">{contextLength ? formatCount(contextLength) : '—'}</td>
                <td class="number">{formatPrice(pricing?.prompt)}</td>
                <td class="number">{formatPrice(pricing?.completion)}</td>
                <td>{inputModalities?.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <p class="hint" role="status">
        {found.length > SHOWN_MODELS
          ? `The first ${SHOWN_MODELS} of ${formatCount(found.length)}.`
          : `${formatCount(found.length)} models.`}
      </p>
    </section>
  );
}
