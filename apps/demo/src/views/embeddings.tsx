import { type EmbedResult, inputTokens } from '@ofoxai/core';
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { embeddingModels } from '../state/catalogue.ts';
import { client } from '../state/connection.ts';
import { route, tellAddress } from '../state/route.ts';
import { formatCost, formatCount, formatMs } from '../text/format.ts';
import { cosine, placeOnPlane } from '../text/plane.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { TextField } from '../ui/field.tsx';
import { Figures } from '../ui/figures.tsx';
import { ModelPicker } from '../ui/model-picker.tsx';
import { Plane } from './embeddings/plane.tsx';

const TEXTS = `The red fox runs through the snow
A red fox is running across the snowy field
Foxes hunt mice under the snow
The tax report is due in April
Please send the quarterly tax report
The invoice and the tax form are attached
Bake the bread for forty minutes
Knead the bread dough, then bake the bread
Fresh bread from the oven`;

/** Texts, what they were turned into, and how like the search each of them is. */
interface Map {
  texts: string[];
  result: EmbedResult;
  points: [number, number][];
}

/** Texts on a plane by what they say, and a search among them. */
export function Embeddings() {
  const linked = useMemo(() => route.value.params, []);
  const model = useSignal(linked.get('model') ?? 'openai/text-embedding-3-small');
  const texts = useSignal(linked.get('texts') ?? TEXTS);
  const query = useSignal('');
  const map = useSignal<Map | undefined>(undefined);
  const likeness = useSignal<readonly number[] | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const isBusy = useSignal(false);

  const attempt = async (work: () => Promise<void>) => {
    isBusy.value = true;
    error.value = undefined;
    try {
      await work();
    } catch (thrown) {
      error.value = thrown;
    }
    isBusy.value = false;
  };
  const place = () =>
    attempt(async () => {
      const input = texts.value
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
      const result = await client.value.embed({ model: model.value, input });
      likeness.value = undefined;
      map.value = { texts: input, result, points: placeOnPlane(result.vectors) };
      const shared = texts.value === TEXTS ? '' : texts.value;
      tellAddress('embeddings', { model: model.value, texts: shared });
    });
  const search = () =>
    attempt(async () => {
      const placed = map.value;
      if (!placed) return;
      const { vectors } = await client.value.embed({
        model: placed.result.model,
        input: [query.value],
      });
      const [wanted = []] = vectors;
      likeness.value = placed.result.vectors.map((vector) => cosine(vector, wanted));
    });

  const placed = map.value;
  return (
    <div class="columns wide">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void place();
        }}
      >
        <ModelPicker
          label="Model"
          value={model.value}
          models={embeddingModels.value}
          onChange={(id) => {
            model.value = id;
          }}
        />
        <TextField
          label="Texts, one a line"
          rows={11}
          value={texts.value}
          onInput={(text) => {
            texts.value = text;
          }}
        />
        <div class="row">
          <button
            type="submit"
            class="primary"
            disabled={isBusy.value || texts.value.trim() === ''}
          >
            Place them
          </button>
        </div>
        {placed ? (
          <Figures
            items={[
              ['Numbers each', formatCount(placed.result.vectors[0]?.length)],
              ['Tokens', formatCount(inputTokens(placed.result.usage))],
              ['Cost', formatCost(placed.result.response.cost)],
              ['Time', formatMs(placed.result.response.durationMs)],
            ]}
          />
        ) : null}
      </form>
      <div class="stack">
        {error.value === undefined ? null : <ErrorNote error={error.value} />}
        {placed ? (
          <>
            <form
              class="row nowrap search"
              onSubmit={(event) => {
                event.preventDefault();
                void search();
              }}
            >
              <TextField
                label="Search by meaning"
                value={query.value}
                placeholder="an animal in winter"
                onInput={(text) => {
                  query.value = text;
                }}
              />
              <button type="submit" disabled={isBusy.value || query.value.trim() === ''}>
                Search
              </button>
            </form>
            <Plane texts={placed.texts} points={placed.points} likeness={likeness.value} />
          </>
        ) : (
          <div class="card empty">
            <p>Each text becomes a point. Those that say the same lie together.</p>
            <p class="hint">
              The offline model compares words and parts of words; a provider’s model compares
              meanings.
            </p>
          </div>
        )}
      </div>
    </div>
  );
}
