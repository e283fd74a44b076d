import type { ComponentChildren } from 'preact';
import { sayError } from '../text/say-error.ts';
import { CopyButton } from './copy-button.tsx';

interface ErrorNoteProps {
  error: unknown;
  /** Whether some of the answer had come already. */
  isLate?: boolean;
  children?: ComponentChildren;
}

/** An error in words, with what to do about it and the id under which the log has it. */
export function ErrorNote({ error, isLate = false, children }: ErrorNoteProps) {
  const { title, advice, detail, requestId } = sayError(error, isLate);
  return (
    <div class="note note-error" role="alert">
      <p>
        <strong>{title}</strong> {advice}
      </p>
      <p class="detail">{detail}</p>
      {requestId === undefined ? null : (
        <p class="detail">
          Request <code>{requestId}</code>{' '}
          <CopyButton text={requestId} label="Copy the request id" />
        </p>
      )}
      {children}
    </div>
  );
}
