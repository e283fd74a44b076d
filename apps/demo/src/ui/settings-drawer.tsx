import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { loadModels } from '../state/catalogue.ts';
import {
  connection,
  connectTo,
  connectToOwn,
  isOwnGateway,
  isRemembered,
} from '../state/connection.ts';
import { TextField } from './field.tsx';

/** Where requests go and with which key. */
export function SettingsDrawer({ isOpen, onClose }: { isOpen: boolean; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const baseUrl = useSignal('');
  const apiKey = useSignal('');
  const remember = useSignal(false);
  const problem = useSignal('');

  useEffect(() => {
    if (!isOpen) return;
    baseUrl.value = connection.value.baseUrl;
    apiKey.value = isOwnGateway.value ? '' : connection.value.apiKey;
    remember.value = isRemembered.value;
    problem.value = '';
    dialog.current?.showModal();
  }, [isOpen, baseUrl, apiKey, remember, problem]);

  const leave = () => {
    dialog.current?.close();
    void loadModels();
  };
  const save = (event: Event) => {
    event.preventDefault();
    if (!URL.canParse(baseUrl.value))
      problem.value = 'The address must begin with https:// or http://.';
    else if (apiKey.value.trim() === '') problem.value = 'Paste a key.';
    else {
      connectTo({ baseUrl: baseUrl.value.trim(), apiKey: apiKey.value.trim() }, remember.value);
      leave();
    }
  };
  return (
    <dialog ref={dialog} class="drawer" aria-labelledby="settings-title" onClose={onClose}>
      <form onSubmit={save} noValidate>
        <h2 id="settings-title">Where requests go</h2>
        <p>
          {isOwnGateway.value
            ? 'To the gateway that serves this page. Its offline models cost nothing and need no account.'
            : `To ${connection.value.baseUrl}, with your key.`}
        </p>
        <TextField
          label="Address of the API"
          type="url"
          value={baseUrl.value}
          placeholder="https://api.ofox.ai"
          onInput={(value) => {
            baseUrl.value = value;
          }}
        />
        <TextField
          label="Key"
          type="password"
          value={apiKey.value}
          placeholder="sk-…"
          onInput={(value) => {
            apiKey.value = value;
          }}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={remember.value}
            onChange={(event) => {
              remember.value = event.currentTarget.checked;
            }}
          />
          <span>
            Remember the key in this browser. Otherwise it is gone when the page is closed.
          </span>
        </label>
        <p class="hint">The key is sent to this address and nowhere else.</p>
        {problem.value === '' ? null : (
          <p class="note note-error" role="alert">
            {problem.value}
          </p>
        )}
        <div class="row end">
          <button type="button" onClick={leave}>
            Cancel
          </button>
          {isOwnGateway.value ? null : (
            <button
              type="button"
              onClick={() => {
                connectToOwn();
                leave();
              }}
            >
              Forget it
            </button>
          )}
          <button type="submit" class="primary">
            Use this key
          </button>
        </div>
      </form>
    </dialog>
  );
}
