import type { Routing } from '@ofoxai/core';
import { useEffect, useMemo } from 'preact/hooks';
import { MODEL, Traffic } from '../routing/traffic.ts';
import { isOwnGateway, nodes } from '../state/connection.ts';
import { metrics, useMetrics } from '../state/metrics.ts';
import { route, tellAddress } from '../state/route.ts';
import { formatCost, formatMs } from '../text/format.ts';
import { Segmented } from '../ui/segmented.tsx';
import { Chart } from './routing/chart.tsx';
import { Log } from './routing/log.tsx';
import { NodeCard } from './routing/node-card.tsx';
import { Picture } from './routing/picture.tsx';

const EVERY_MS = 1000;

const ROUTINGS: readonly (readonly [Routing, string, about: string])[] = [
  ['priority', 'Priority', 'The first that works, in the configured order.'],
  ['cost', 'Cost', 'The cheapest that works.'],
  ['latency', 'Latency', 'The one that has answered fastest of late; one in twenty tries another.'],
  ['balanced', 'Balanced', 'Shared by weight, to whoever is least busy.'],
];

/** Traffic over several nodes that serve one model, any of which can be broken. */
export function RoutingView() {
  const traffic = useMemo(() => {
    const made = new Traffic();
    const linked = ROUTINGS.find(([name]) => name === route.value.params.get('strategy'));
    if (linked) made.routing.value = linked[0];
    return made;
  }, []);
  useEffect(() => () => traffic.stop(), [traffic]);
  useMetrics(EVERY_MS);
  const names = nodes.value;
  if (!isOwnGateway.value || names.length < 2) return <NoNodes />;
  const shots = traffic.shots.value;
  return (
    <div class="stack">
      <Controls traffic={traffic} />
      <ul class="nodes">
        {names.map((node, index) => (
          <NodeCard key={node} node={node} index={index} traffic={traffic} />
        ))}
      </ul>
      <div class="columns two">
        <section class="card stack">
          <div class="row between">
            <h2>Who answers</h2>
            <Segmented
              label={`${MODEL} is`}
              name="model"
              value={traffic.isModelDown.value ? 'down' : 'works'}
              options={[
                ['works', 'The model works'],
                ['down', 'It fails everywhere'],
              ]}
              onChange={(state) => {
                traffic.isModelDown.value = state === 'down';
              }}
            />
          </div>
          <Picture shots={shots} nodes={names} samples={metrics.value} />
          <p class="hint">
            The thicker a line, the more of the last requests went that way. A dashed one has an
            open circuit: it is left alone until it has had time to recover.
          </p>
        </section>
        <section class="card">
          <h2>The last requests</h2>
          <Log shots={shots} nodes={names} />
        </section>
        <Chart
          title="Time to the whole answer"
          shots={shots}
          nodes={names}
          of={({ ms }) => ms}
          format={formatMs}
          least={50}
        />
        <Chart
          title="Cost"
          shots={shots}
          nodes={names}
          of={({ cost }) => cost}
          format={(usd) => formatCost(String(usd))}
          least={0.0001}
        />
      </div>
    </div>
  );
}

function Controls({ traffic }: { traffic: Traffic }) {
  const routing = traffic.routing.value;
  return (
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
      <Segmented
        label="How nodes are chosen"
        name="routing"
        value={routing}
        options={ROUTINGS.map(([name, label]) => [name, label])}
        onChange={(chosen) => {
          traffic.routing.value = chosen;
          tellAddress('routing', { strategy: chosen });
        }}
      />
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
      <p class="hint about">{ROUTINGS.find(([name]) => name === routing)?.[2]}</p>
    </div>
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
