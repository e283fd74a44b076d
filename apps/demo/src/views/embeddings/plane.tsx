const SIZE = 100;
const MARGIN = 8;

interface PlaneProps {
  texts: readonly string[];
  points: readonly (readonly [x: number, y: number])[];
  /** Of each text to what was searched for; absent when nothing was. */
  likeness: readonly number[] | undefined;
}

/** Points with numbers, and the texts that the numbers stand for; the likest first after a search. */
export function Plane({ texts, points, likeness }: PlaneProps) {
  const order = texts.map((_, index) => index);
  if (likeness) order.sort((left, right) => (likeness[right] ?? 0) - (likeness[left] ?? 0));
  const best = new Set(likeness ? order.slice(0, 3) : []);
  return (
    <figure class="stack">
      <svg
        class="plane"
        viewBox={`0 0 ${SIZE} ${SIZE * 0.62}`}
        role="img"
        aria-label={`${texts.length} texts on a plane; the list below has their order`}
      >
        {points.map(([x, y], index) => {
          const at = `translate(${spread(x, SIZE)} ${spread(-y, SIZE * 0.62)})`;
          return (
            <g key={index} transform={at}>
              <title>{texts[index]}</title>
              <circle
                class={best.has(index) ? 'point-circle best-circle' : 'point-circle'}
                r="2.6"
              />
              <text class={best.has(index) ? 'point-label best-label' : 'point-label'} dy="0.95">
                {index + 1}
              </text>
            </g>
          );
        })}
      </svg>
      <ol class="plane-list">
        {order.map((index) => (
          <li key={index} value={index + 1} class={best.has(index) ? 'best' : ''}>
            {texts[index]}
            {likeness ? <span class="tag">{(likeness[index] ?? 0).toFixed(2)}</span> : null}
          </li>
        ))}
      </ol>
    </figure>
  );
}

function spread(value: number, size: number): number {
  return MARGIN / 2 + ((value + 1) / 2) * (size - MARGIN);
}
