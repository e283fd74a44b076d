import { formatCount } from '../../text/format.ts';
import type { Sample } from '../../text/prometheus.ts';
import { sayKind } from '../../text/say-error.ts';

/** What went wrong for callers, the most frequent first. */
export function ErrorBars({ samples }: { samples: readonly Sample[] }) {
  const counts = new Map<string, { words: string; status: string; count: number }>();
  for (const { name, labels, value } of samples) {
    const { error, status = '' } = labels;
    if (name !== 'ofox_requests_total' || !error) continue;
    const key = `${error} ${status}`;
    const count = (counts.get(key)?.count ?? 0) + value;
    counts.set(key, { words: sayKind(error), status, count });
  }
  const rows = [...counts.values()].sort((left, right) => right.count - left.count);
  const most = Math.max(...rows.map(({ count }) => count));
  return (
    <section class="card">
      <h2>What went wrong</h2>
      {rows.length === 0 ? (
        <p class="hint">Nothing so far.</p>
      ) : (
        <ul class="bars">
          {rows.map(({ words, status, count }) => (
            <li key={words + status}>
              <span>
                {words} <span class="tag">{status === '0' ? 'no answer' : status}</span>
              </span>
              <span class="number">{formatCount(count)}</span>
              <span class="bar bad" style={{ width: `${(count / most) * 100}%` }} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
