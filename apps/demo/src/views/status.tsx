import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { connection, isOwnGateway } from '../state/connection.ts';
import { keyIdOf } from '../state/key-id.ts';
import { metrics, useMetrics } from '../state/metrics.ts';
import type { Sample } from '../text/prometheus.ts';
import { ErrorBars } from './status/error-bars.tsx';
import { KeyTable } from './status/key-table.tsx';
import { ModelTable } from './status/model-table.tsx';
import { NodeTable } from './status/node-table.tsx';
import { Tiles } from './status/tiles.tsx';

const EVERY_MS = 2000;

/** What the gateway serves, how busy it is, and what went wrong. */
export function Status() {
  useMetrics(EVERY_MS);
  const samples = metrics.value;
  return (
    <div class="stack">
      {samples ? (
        <Figures samples={samples} />
      ) : (
        <p class="note">
          {isOwnGateway.value
            ? 'This gateway tells no metrics to this page.'
            : `${connection.value.baseUrl} is not the gateway that serves this page, so its metrics are not shown.`}
        </p>
      )}
      <ModelTable />
    </div>
  );
}

function Figures({ samples }: { samples: readonly Sample[] }) {
  const own = useSignal<string | undefined>(undefined);
  const { apiKey } = connection.value;
  useEffect(() => {
    void keyIdOf(apiKey).then((id) => {
      own.value = id;
    });
  }, [apiKey, own]);
  return (
    <>
      <Tiles samples={samples} />
      <div class="columns wide">
        <NodeTable samples={samples} />
        <ErrorBars samples={samples} />
      </div>
      <KeyTable samples={samples} own={own.value} />
    </>
  );
}
