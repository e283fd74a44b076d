import type { Shot } from '../../routing/traffic.ts';

const WIDTH = 480;
const HEIGHT = 180;
const LEFT = 68;
const BOTTOM = 8;
const WINDOW_MS = 60_000;

interface ChartProps {
  title: string;
  shots: readonly Shot[];
  nodes: readonly string[];
  /** What is plotted of each request. */
  of(shot: Shot): number;
  format(value: number): string;
  /** The axis reaches this high at least. */
  least: number;
}

/** Each request of the last minute as a point: when it was over, and how much it took of something. */
export function Chart({ title, shots, nodes, of, format, least }: ChartProps) {
  const end = Math.max(WINDOW_MS, shots.at(-1)?.at ?? 0);
  const shown = shots.filter(({ at }) => at > end - WINDOW_MS);
  const top = niceTop(Math.max(least, ...shown.map(of)));
  const x = (at: number) => LEFT + ((at - end + WINDOW_MS) / WINDOW_MS) * (WIDTH - LEFT - 8);
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - 12);
  return (
    <figure class="card">
      <h2>{title}</h2>
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title} of the last ${shown.length} requests, up to ${format(top)}`}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line class="chart-line" x1={LEFT} x2={WIDTH} y1={y(top * share)} y2={y(top * share)} />
            <text class="chart-label" x={LEFT - 8} y={y(top * share) + 4}>
              {share === 0 ? '0' : format(top * share)}
            </text>
          </g>
        ))}
        {shown.map((shot) =>
          shot.error === undefined ? (
            <circle
              key={shot.id}
              class={`chart-point node-${nodes.indexOf(shot.node ?? '') % 6}`}
              cx={x(shot.at)}
              cy={y(of(shot))}
              r="4"
            />
          ) : (
            <text key={shot.id} class="chart-cross" x={x(shot.at)} y={y(of(shot))}>
              ×
            </text>
          ),
        )}
      </svg>
    </figure>
  );
}

/** The next of 1, 2, 5, 10, … times a power of ten. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power;
}
