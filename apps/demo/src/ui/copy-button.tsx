import { useSignal } from '@preact/signals';

const SHOWN_MS = 1500;

interface CopyButtonProps {
  text: string;
  /** What is copied, for those who do not see what stands beside the button. */
  label: string;
  /** What stands on the button. */
  name?: string;
}

/** Copies a text, and says that it did. */
export function CopyButton({ text, label, name = 'Copy' }: CopyButtonProps) {
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
      <span aria-live="polite">{state.value || name}</span>
    </button>
  );
}
