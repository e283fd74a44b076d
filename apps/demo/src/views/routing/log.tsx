import { MODEL, type Shot } from '../../routing/traffic.ts';
import { formatCost, formatMs } from '../../text/format.ts';

const SHOWN = 12;

/** The last requests, each with all that was tried for it. */
export function Log({ shots, nodes }: { shots: readonly Shot[]; nodes: readonly string[] }) {
  if (shots.length === 0) return <p class="hint">Start the traffic, then break a node.</p>;
  const colour = (node = '') => `node-${nodes.indexOf(node) % 6}`;
  return (
    <ol class="log">
      {shots
        .slice(-SHOWN)
        .reverse()
        .map(({ id, attempts, node, model, ms, cost, error }) => (
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
                {model === MODEL ? null : <span class="tag">{model}</span>}
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
