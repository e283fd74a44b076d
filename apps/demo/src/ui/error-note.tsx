import type { ComponentChildren } from 'preact';
import { sayError } from '../text/say-error.ts';
import { CopyButton } from './copy-button.tsx';

/** An error in words, with what to do about it and the id under which the log has it. */
export function ErrorNote({ error, children }: { error: unknown; children?: ComponentChildren }) {
  const { title, advice, detail, requestId } = sayError(error);
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
