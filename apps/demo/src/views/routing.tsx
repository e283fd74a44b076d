import type { Routing } from '@ofoxai/core';
import { useEffect, useMemo } from 'preact/hooks';
import { figuresOf, type Mischief, type Shot, Traffic } from '../routing/traffic.ts';
import { isOwnGateway, nodes } from '../state/connection.ts';
import { metrics, useMetrics } from '../state/metrics.ts';
import { formatCost, formatCount, formatMs } from '../text/format.ts';
import { Chart } from './routing/chart.tsx';
import { worstCircuit } from './status.tsx';

const EVERY_MS = 1000;
const SHOWN = 12;

const ROUTINGS: readonly [Routing, string, string][] = [
  ['priority', 'Priority', 'The first that works, in the configured order.'],
  ['cost', 'Cost', 'The cheapest that works.'],
  ['latency', 'Latency', 'The one that has answered fastest of late; one in twenty tries another.'],
  ['balanced', 'Balanced', 'Shared by weight, to whoever is least busy.'],
];

const MISCHIEF: readonly [Mischief, string][] = [
  ['works', 'Works'],
  ['slow', 'Slow'],
  ['broken', 'Broken'],
  ['limited', 'Limited'],
];

const CIRCUITS = ['closed', 'on trial', 'open'];

/** Traffic over several nodes that serve one model, any of which can be broken. */
export function RoutingView() {
  const traffic = useMemo(() => new Traffic(), []);
  useEffect(() => () => traffic.stop(), [traffic]);
  useMetrics(EVERY_MS);
  const names = nodes.value;
  if (!isOwnGateway.value || names.length < 2) return <NoNodes />;
  const shots = traffic.shots.value;
  const routing = traffic.routing.value;
  const about = ROUTINGS.find(([name]) => name === routing)?.[2];
  return (
    <div class="stack">
      <div class="card row controls">
        {traffic.isRunning.value ? (
          <button type="button" class="stop" onClick={() => traffic.stop()}>
            Stop the traffic
          </button>
        ) : (
          <button type="button" class="primary" onClick={() => traffic.start()}>
            Start the traffic
          </button>
        )}
        <button type="button" onClick={() => void traffic.send()}>
          Send one
        </button>
        <fieldset class="segmented">
          <legend class="visually-hidden">How nodes are chosen</legend>
          {ROUTINGS.map(([name, label]) => (
            <label key={name}>
              <input
                type="radio"
                name="routing"
                checked={routing === name}
                onChange={() => {
                  traffic.routing.value = name;
                }}
              />
              <span>{label}</span>
            </label>
          ))}
        </fieldset>
        <label class="speed">
          <span>{traffic.perSecond.value} a second</span>
          <input
            type="range"
            min="1"
            max="8"
            value={traffic.perSecond.value}
            aria-label="Requests a second"
            onInput={(event) => {
              traffic.perSecond.value = Number(event.currentTarget.value);
            }}
          />
        </label>
        <p class="hint about">{about}</p>
      </div>
      <ul class="nodes">
        {names.map((node, index) => (
          <NodeCard key={node} node={node} index={index} traffic={traffic} />
        ))}
      </ul>
      <div class="columns wide">
        <section class="card">
          <h2>Time to the whole answer</h2>
          <Chart shots={shots} nodes={names} />
        </section>
        <section class="card">
          <h2>The last requests</h2>
          <Log shots={shots} nodes={names} />
        </section>
      </div>
    </div>
  );
}

function NodeCard({ node, index, traffic }: { node: string; index: number; traffic: Traffic }) {
  const shots = traffic.shots.value;
  const { answered, failed, ms, cost } = figuresOf(shots, node);
  const share = shots.length === 0 ? 0 : answered / shots.length;
  const circuit = metrics.value ? worstCircuit(metrics.value, node) : undefined;
  const mischief = traffic.mischief.value[node] ?? 'works';
  const isLast = shots.at(-1)?.node === node;
  return (
    <li class={`card node node-${index % 6} ${isLast ? 'last' : ''}`}>
      <p class="node-name">
        <span class="swatch" aria-hidden="true" /> <strong>{node}</strong>
        {circuit === undefined ? null : (
          <span class={`tag circuit-${circuit}`}>circuit {CIRCUITS[circuit]}</span>
        )}
      </p>
      <div class="share" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <dl class="figures">
        <div>
          <dt>Answered</dt>
          <dd>{formatCount(answered)}</dd>
        </div>
        <div>
          <dt>Failed</dt>
          <dd class={failed > 0 ? 'bad' : ''}>{formatCount(failed)}</dd>
        </div>
        <div>
          <dt>Time</dt>
          <dd>{formatMs(ms)}</dd>
        </div>
        <div>
          <dt>Cost</dt>
          <dd>{formatCost(answered === 0 ? undefined : String(cost))}</dd>
        </div>
      </dl>
      <fieldset class="segmented">
        <legend class="visually-hidden">{node} is</legend>
        {MISCHIEF.map(([what, label]) => (
          <label key={what}>
            <input
              type="radio"
              name={`mischief-${node}`}
              checked={mischief === what}
              onChange={() => {
                traffic.mischief.value = { ...traffic.mischief.value, [node]: what };
              }}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
    </li>
  );
}

function Log({ shots, nodes: names }: { shots: readonly Shot[]; nodes: readonly string[] }) {
  if (shots.length === 0) return <p class="hint">Start the traffic, then break a node.</p>;
  const colour = (node = '') => `node-${names.indexOf(node) % 6}`;
  return (
    <ol class="log">
      {shots
        .slice(-SHOWN)
        .reverse()
        .map(({ id, attempts, node, ms, cost, error }) => (
          <li key={id}>
            {attempts
              .filter(({ kind }) => kind)
              .map(({ provider = '', kind, status }, index) => (
                <span key={index} class={`step failed ${colour(provider)}`}>
                  <span class="swatch" aria-hidden="true" />
                  {provider} {status ?? kind} →
                </span>
              ))}
            {error === undefined ? (
              <span class={`step ${colour(node)}`}>
                <span class="swatch" aria-hidden="true" />
                {node}
              </span>
            ) : (
              <span class="bad">{error}</span>
            )}
            <span class="log-figures">
              {formatMs(ms)} · {formatCost(String(cost))}
            </span>
          </li>
        ))}
    </ol>
  );
}

function NoNodes() {
  return (
    <div class="card empty">
      <p>
        {isOwnGateway.value
          ? 'This gateway has no nodes to choose among.'
          : 'Only the gateway that serves this page can have its nodes broken.'}
      </p>
      <p class="hint">
        <code>npx -y pnpm@12 start</code> runs one with four nodes, all of them offline and free.
      </p>
    </div>
  );
}
