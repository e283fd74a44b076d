import { FALLBACK, MODEL, type Shot } from '../../routing/traffic.ts';
import { circuitOf } from '../../state/circuits.ts';
import type { Sample } from '../../text/prometheus.ts';

const WIDTH = 480;
const ROW = 44;
const BOX = { width: 190, height: 30 };
const NODE_X = 370;
const RECENT = 30;

interface PictureProps {
  shots: readonly Shot[];
  nodes: readonly string[];
  samples: readonly Sample[] | undefined;
}

/** The two models, the nodes that serve them, and how much of the last traffic went which way. */
export function Picture({ shots, nodes, samples }: PictureProps) {
  const recent = shots.slice(-RECENT);
  const height = Math.max(3, nodes.length) * ROW;
  const models = [MODEL, FALLBACK];
  const modelY = (index: number) => (height * (index + 1)) / 3;
  const nodeY = (index: number) => ((index + 0.5) * height) / nodes.length;
  const ways = models.flatMap((model, m) =>
    nodes.map((node, n) => {
      const count = recent.filter((shot) => shot.node === node && shot.model === model).length;
      const isOpen = samples !== undefined && circuitOf(samples, node, model) === 2;
      return { model, node, m, n, count, isOpen };
    }),
  );
  const told = ways.filter(({ count }) => count > 0);
  return (
    <svg
      class="picture-of-routes"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={
        told.length === 0
          ? `${MODEL}, or else ${FALLBACK}, on the nodes ${nodes.join(', ')}`
          : `Of the last ${recent.length} requests: ${told
              .map(({ model, node, count }) => `${count} by ${model} on ${node}`)
              .join(', ')}`
      }
    >
      {ways.map(({ model, node, m, n, count, isOpen }) => (
        <line
          key={model + node}
          class={`way node-${n % 6} ${isOpen ? 'way-open' : ''} ${count > 0 ? 'way-used' : ''}`}
          x1={BOX.width}
          y1={modelY(m)}
          x2={NODE_X}
          y2={nodeY(n)}
          stroke-width={count === 0 ? 1 : 1.5 + (6 * count) / recent.length}
        />
      ))}
      {models.map((model, m) => (
        <g key={model} transform={`translate(0 ${modelY(m) - BOX.height / 2})`}>
          <rect class="route-box" {...BOX} rx="8" />
          <text class="route-label" x={BOX.width / 2} y={BOX.height / 2 + 4} text-anchor="middle">
            {model}
          </text>
          {m === 1 ? (
            <text class="chart-label" x={BOX.width / 2} y={-10} style={{ textAnchor: 'middle' }}>
              or else
            </text>
          ) : null}
        </g>
      ))}
      {nodes.map((node, n) => (
        <g key={node} class={`node-${n % 6}`} transform={`translate(${NODE_X} ${nodeY(n)})`}>
          <circle class="chart-point" r="6" />
          <text class="route-label" x="14" y="4">
            {node}
          </text>
        </g>
      ))}
    </svg>
  );
}
