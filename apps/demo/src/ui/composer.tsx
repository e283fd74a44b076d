import type { MediaPart, TextPart } from '@ofoxai/core';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { mediaUrl } from './media-view.tsx';
import { readImage } from './read-image.ts';

interface ComposerProps {
  /** What stands in it at first, and whenever this changes. */
  draft: string;
  isRunning: boolean;
  /** Why nothing can be sent now. */
  problem?: string | undefined;
  onSend(parts: (TextPart | MediaPart)[]): void;
  onStop(): void;
}

/** Where one writes. Enter sends, Shift and Enter begin a new line, Escape stops the answer. */
export function Composer(props: ComposerProps) {
  const { draft, isRunning, problem, onSend, onStop } = props;
  const text = useSignal(draft);
  const images = useSignal<readonly MediaPart[]>([]);
  const unread = useSignal('');
  const files = useRef<HTMLInputElement>(null);
  useEffect(() => {
    text.value = draft;
  }, [draft, text]);
  const isEmpty = text.value.trim() === '' && images.value.length === 0;

  const send = () => {
    if (isEmpty || isRunning || problem !== undefined) return;
    const said: TextPart[] = text.value.trim() === '' ? [] : [{ type: 'text', text: text.value }];
    onSend([...images.value, ...said]);
    text.value = '';
    images.value = [];
  };
  const add = async (chosen: Iterable<File>) => {
    unread.value = '';
    for (const file of chosen) {
      const image = await readImage(file);
      if (typeof image === 'string') unread.value = image;
      else images.value = [...images.value, image];
    }
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {images.value.length === 0 ? null : (
        <ul class="attached" aria-label="Images to be sent">
          {images.value.map((image, index) => (
            <li key={index}>
              <img src={mediaUrl(image)} alt={image.name ?? 'An image'} />
              <button
                type="button"
                class="small"
                aria-label={`Remove ${image.name ?? 'the image'}`}
                onClick={() => {
                  images.value = images.value.filter((other) => other !== image);
                }}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <textarea
        aria-label="Message"
        rows={3}
        value={text.value}
        placeholder="Ask something. Enter sends it."
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            send();
          } else if (event.key === 'Escape' && isRunning) onStop();
        }}
        onPaste={(event) => {
          const pasted = [...(event.clipboardData?.files ?? [])];
          if (pasted.length > 0) void add(pasted);
        }}
      />
      {unread.value === '' ? null : (
        <p class="hint bad" role="alert">
          {unread.value}
        </p>
      )}
      {problem === undefined ? null : <p class="hint bad">Not to be sent yet. {problem}</p>}
      <div class="row">
        <input
          ref={files}
          type="file"
          accept="image/*"
          multiple
          hidden
          aria-label="Images to send"
          onChange={(event) => {
            void add(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
        <button type="button" onClick={() => files.current?.click()}>
          Add an image
        </button>
        <span class="grow" />
        {isRunning ? (
          <button type="button" class="stop" onClick={onStop}>
            Stop
          </button>
        ) : (
          <button type="submit" class="primary" disabled={isEmpty || problem !== undefined}>
            Send
          </button>
        )}
      </div>
    </form>
  );
}
