import { useSignal } from '@preact/signals';

const SHOWN_MS = 1500;

/** Copies a text, and says that it did. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const state = useSignal('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      state.value = 'Copied';
    } catch {
      state.value = 'Not allowed';
    }
    setTimeout(() => {
      state.value = '';
    }, SHOWN_MS);
  };
  return (
    <button type="button" class="small" aria-label={label} onClick={() => void copy()}>
      <span aria-live="polite">{state.value || 'Copy'}</span>
    </button>
  );
}
