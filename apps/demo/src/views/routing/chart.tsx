import type { Shot } from '../../routing/traffic.ts';
import { formatMs } from '../../text/format.ts';

const WIDTH = 480;
const HEIGHT = 180;
const LEFT = 52;
const BOTTOM = 8;
const WINDOW_MS = 60_000;

/** Each request of the last minute as a point: when it was over, and how long it took. */
export function Chart({ shots, nodes }: { shots: readonly Shot[]; nodes: readonly string[] }) {
  const end = Math.max(WINDOW_MS, shots.at(-1)?.at ?? 0);
  const shown = shots.filter(({ at }) => at > end - WINDOW_MS);
  const top = niceTop(Math.max(50, ...shown.map(({ ms }) => ms)));
  const x = (at: number) => LEFT + ((at - end + WINDOW_MS) / WINDOW_MS) * (WIDTH - LEFT - 8);
  const y = (ms: number) => HEIGHT - BOTTOM - (ms / top) * (HEIGHT - BOTTOM - 12);
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Times of the last ${shown.length} requests, up to ${formatMs(top)}`}
    >
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line class="chart-line" x1={LEFT} x2={WIDTH} y1={y(top * share)} y2={y(top * share)} />
          <text class="chart-label" x={LEFT - 6} y={y(top * share) + 4}>
            {formatMs(top * share)}
          </text>
        </g>
      ))}
      {shown.map(({ id, at, ms, node, error }) =>
        error === undefined ? (
          <circle
            key={id}
            class={`chart-point node-${nodes.indexOf(node ?? '') % 6}`}
            cx={x(at)}
            cy={y(ms)}
            r="4"
          />
        ) : (
          <text key={id} class="chart-cross" x={x(at)} y={y(ms)}>
            ×
          </text>
        ),
      )}
    </svg>
  );
}

/** The next of 100, 200, 500, 1000, … */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power;
}
