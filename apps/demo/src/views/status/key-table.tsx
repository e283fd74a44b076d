import { rates } from '../../state/metrics.ts';
import { ALL_KEYS, requestsOf } from '../../state/traffic-figures.ts';
import { formatCost, formatCount } from '../../text/format.ts';
import { type Sample, sumOf } from '../../text/prometheus.ts';
import { TableScroll } from '../../ui/table-scroll.tsx';

const SHOWN = 20;

interface KeyTableProps {
  samples: readonly Sample[];
  /** The id of the key that the page itself uses. */
  own: string | undefined;
}

/** The keys that have sent requests: how near they are to their limits, and what they spent. */
export function KeyTable({ samples, own }: KeyTableProps) {
  const requests = requestsOf(samples);
  const keys = [...requests.keys()].filter((key) => key !== '' && key !== ALL_KEYS);
  keys.sort((left, right) => (requests.get(right) ?? 0) - (requests.get(left) ?? 0));
  return (
    <section class="card">
      <h2>Keys and their limits</h2>
      {keys.length === 0 ? (
        <p class="hint">No key has been used yet.</p>
      ) : (
        <TableScroll label="Keys and their limits">
          <table>
            <thead>
              <tr>
                <th scope="col">Key</th>
                <th scope="col">Requests in the last minute</th>
                <th scope="col" class="number">
                  In all
                </th>
                <th scope="col" class="number">
                  Over the limit
                </th>
                <th scope="col" class="number">
                  Cost
                </th>
              </tr>
            </thead>
            <tbody>
              {keys.slice(0, SHOWN).map((key) => (
                <tr key={key}>
                  <th scope="row">
                    <code>{key}</code> {key === own ? <span class="tag">this page’s</span> : null}
                  </th>
                  <td>
                    <Share used={rates.grown(key)} limit={limitOf(samples, key)} />
                  </td>
                  <td class="number">{formatCount(requests.get(key))}</td>
                  <td class="number">
                    {formatCount(
                      sumOf(samples, 'ofox_requests_total', { key, error: 'rate_limit' }),
                    )}
                  </td>
                  <td class="number">
                    {formatCost(String(sumOf(samples, 'ofox_cost_usd_total', { key })))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}

/** How much of a limit is used up. */
function Share({ used, limit }: { used: number | undefined; limit: number | undefined }) {
  const share = limit === undefined ? 0 : Math.min(1, (used ?? 0) / limit);
  return (
    <div class="share-of-limit">
      <span>
        {used === undefined ? 'At most' : `${formatCount(used)} of`} {formatCount(limit)}
      </span>
      <span class="share" aria-hidden="true">
        <span class={share > 0.8 ? 'bad' : ''} style={{ width: `${share * 100}%` }} />
      </span>
    </div>
  );
}

/** Several workers tell the same limit. */
function limitOf(samples: readonly Sample[], key: string): number | undefined {
  return samples.find(({ name, labels }) => name === 'ofox_key_rpm' && labels.key === key)?.value;
}
