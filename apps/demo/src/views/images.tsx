import { type ImageRequest, type ImageResult, OfoxError } from '@ofoxai/core';
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { imageModels } from '../state/catalogue.ts';
import { client } from '../state/connection.ts';
import { route, tellAddress } from '../state/route.ts';
import { formatCost, formatMs } from '../text/format.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Select, TextField } from '../ui/field.tsx';
import { Figures } from '../ui/figures.tsx';
import { ModelPicker } from '../ui/model-picker.tsx';

const SIZES: [string, string][] = [
  ['1024x1024', 'Square, 1024'],
  ['1536x1024', 'Wide'],
  ['1024x1536', 'Tall'],
  ['256x256', 'Small'],
];

type Quality = NonNullable<ImageRequest['quality']>;
const QUALITIES: [Quality, string][] = [
  ['low', 'Low'],
  ['medium', 'Medium'],
  ['high', 'High'],
  ['auto', 'The model decides'],
];

/** Pictures from a description. */
export function Images() {
  const linked = useMemo(() => route.value.params, []);
  const model = useSignal(linked.get('model') ?? 'openai/gpt-image-2');
  const prompt = useSignal(linked.get('prompt') ?? 'A fox in the snow, at dusk');
  const size = useSignal('1024x1024');
  const quality = useSignal<Quality>('low');
  const count = useSignal('2');
  const result = useSignal<ImageResult | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const isBusy = useSignal(false);
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const draw = async () => {
    const controller = new AbortController();
    running.current = controller;
    isBusy.value = true;
    error.value = undefined;
    tellAddress('images', { model: model.value, prompt: prompt.value });
    try {
      const number = Number(count.value);
      const more = number > 1 ? { n: number } : {};
      const input = { model: model.value, prompt: prompt.value, quality: quality.value, ...more };
      result.value = await client.value.images(
        { ...input, size: size.value },
        { signal: controller.signal },
      );
    } catch (thrown) {
      if (!(OfoxError.is(thrown) && thrown.kind === 'aborted')) error.value = thrown;
    }
    isBusy.value = false;
  };
  return (
    <div class="columns wide">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void draw();
        }}
      >
        <ModelPicker
          label="Model"
          value={model.value}
          models={imageModels.value}
          onChange={(id) => {
            model.value = id;
          }}
        />
        <TextField
          label="What it should show"
          rows={3}
          value={prompt.value}
          onInput={(text) => {
            prompt.value = text;
          }}
        />
        <Select
          label="Size"
          value={size.value}
          options={SIZES}
          onChange={(value) => {
            size.value = value;
          }}
        />
        <Select
          label="Quality"
          value={quality.value}
          options={QUALITIES}
          onChange={(value) => {
            quality.value = value;
          }}
        />
        <Select
          label="How many"
          value={count.value}
          options={['1', '2', '4'].map((number) => [number, number])}
          onChange={(value) => {
            count.value = value;
          }}
        />
        <div class="row">
          {isBusy.value ? (
            <button type="button" class="stop" onClick={() => running.current?.abort()}>
              Stop
            </button>
          ) : (
            <button type="submit" class="primary" disabled={prompt.value.trim() === ''}>
              Draw
            </button>
          )}
        </div>
      </form>
      <div class="stack" aria-live="polite" aria-busy={isBusy.value}>
        {error.value === undefined ? null : <ErrorNote error={error.value} />}
        {result.value ? <Gallery result={result.value} prompt={prompt.value} /> : null}
        {result.value || error.value !== undefined ? null : (
          <div class="card empty">
            <p>{isBusy.value ? 'Drawing…' : 'The pictures appear here, each to be downloaded.'}</p>
            <p class="hint">
              The offline model paints the same picture for the same words, in the colours that they
              name.
            </p>
          </div>
        )}
      </div>
    </div>
  );
}

function Gallery({ result, prompt }: { result: ImageResult; prompt: string }) {
  const { images, response } = result;
  return (
    <>
      <ul class="gallery">
        {images.map(({ data, url, mediaType = 'image/png' }, index) => {
          const source = data === undefined ? (url ?? '') : `data:${mediaType};base64,${data}`;
          const type = mediaType.split('/')[1] ?? 'png';
          return (
            <li key={index}>
              <img src={source} alt={`${prompt}, ${index + 1} of ${images.length}`} />
              <a class="button" href={source} download={`ofox-${index + 1}.${type}`}>
                Download <span class="visually-hidden">picture {index + 1}</span>
              </a>
            </li>
          );
        })}
      </ul>
      <Figures
        items={[
          ['By', result.model ?? 'an unnamed model'],
          ['Cost', formatCost(response.cost)],
          ['Time', formatMs(response.durationMs)],
          ...(result.size ? [['Size', result.size] as const] : []),
        ]}
      />
    </>
  );
}
