import { PROTOCOL_NAMES } from '@ofoxai/core';
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Conversation } from '../chat/conversation.ts';
import { buildRequest, type ChatSettings, DEFAULT_SETTINGS } from '../chat/settings.ts';
import { type Crossing, crossings, PROTOCOL_LABELS } from '../chat/wire-forms.ts';
import { chatModels } from '../state/catalogue.ts';
import { Composer } from '../ui/composer.tsx';
import { ModelPicker } from '../ui/model-picker.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import { ConversationView } from '../ui/turn-view.tsx';

const STEPS: readonly { model: string; message: string }[] = [
  { model: 'anthropic/claude-sonnet-4.5', message: 'What is the weather in Lisbon?' },
  { model: 'openai/gpt-4o', message: 'And what is 17 * 23? Use no tools.' },
  { model: 'google/gemini-3-flash-preview', message: 'What did I ask?' },
  { model: 'anthropic/claude-sonnet-4.5', message: 'Say "the same conversation, back again".' },
];

const SETTINGS: ChatSettings = { ...DEFAULT_SETTINGS, tools: ['get_weather'], effort: 'low' };

/** One conversation that goes from provider to provider, and what each of them gets of it. */
export function Switch() {
  const conversation = useMemo(() => new Conversation(), []);
  const model = useSignal('anthropic/claude-sonnet-4.5');
  useEffect(() => () => conversation.stop(), [conversation]);
  const turns = conversation.turns.value;
  const step = turns.filter(({ kind }) => kind === 'user').length;
  const next = STEPS[step];
  const isRunning = conversation.isRunning.value;
  const settings = { ...SETTINGS, model: model.value };
  const isWaiting = needsResults(conversation);

  const play = () => {
    if (!next) return;
    model.value = next.model;
    void conversation.say([{ type: 'text', text: next.message }], {
      ...SETTINGS,
      model: next.model,
    });
  };
  return (
    <div class="switch">
      <div class="talk">
        {turns.length === 0 ? (
          <div class="card empty">
            <p>
              Claude thinks and calls a tool, GPT goes on from there, Gemini joins, and Claude takes
              over again with its own signed thoughts.
            </p>
          </div>
        ) : (
          <ConversationView
            conversation={conversation}
            runsTools
            onResults={(answers) => void conversation.giveResults(answers, settings)}
            onAgain={() => void conversation.again(settings)}
          />
        )}
        <div class="row">
          {next ? (
            <button type="button" class="primary" disabled={isRunning || isWaiting} onClick={play}>
              {step === 0 ? 'Begin' : 'Next'}: {next.model}
            </button>
          ) : null}
          {isRunning ? (
            <button type="button" class="stop" onClick={() => conversation.stop()}>
              Stop
            </button>
          ) : null}
          {turns.length > 0 ? (
            <button type="button" onClick={() => conversation.clear()}>
              From the beginning
            </button>
          ) : null}
        </div>
        <details class="own-words" open={!next}>
          <summary>Go on in your own words</summary>
          <div class="stack">
            <ModelPicker
              label="Who answers next"
              value={model.value}
              models={chatModels.value}
              onChange={(id) => {
                model.value = id;
              }}
            />
            <Composer
              draft=""
              isRunning={isRunning}
              onStop={() => conversation.stop()}
              onSend={(parts) => void conversation.say(parts, settings)}
            />
          </div>
        </details>
      </div>
      <Ledger conversation={conversation} />
    </div>
  );
}

function needsResults(conversation: Conversation): boolean {
  const last = conversation.turns.value.at(-1);
  if (last?.kind !== 'assistant') return false;
  last.live.version.value;
  return last.live.progress === 'done' && last.live.calls.length > 0;
}

/** What each provider would get of each part, on its own wire. */
function Ledger({ conversation }: { conversation: Conversation }) {
  conversation.lastAnswer.value?.live.version.value;
  const messages = conversation.messages();
  const rows = messages.length === 0 ? [] : crossings(buildRequest(messages, SETTINGS));
  return (
    <section class="card ledger" aria-label="What crosses">
      <h2>What crosses</h2>
      <p class="hint">
        The page keeps every part as it came. This is what a model of each provider is given of it
        when it answers next.
      </p>
      {rows.length === 0 ? null : (
        <TableScroll label="What crosses, part by part">
          <table>
            <thead>
              <tr>
                <th scope="col">Part</th>
                {PROTOCOL_NAMES.map((name) => (
                  <th key={name} scope="col" class="fate">
                    {PROTOCOL_LABELS[name]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <LedgerRow key={row.path} row={row} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      <p class="hint legend">
        <span class="carried">●</span> carried <span class="changed">◐</span> said in other words{' '}
        <span class="dropped">○</span> cannot be said there
      </p>
    </section>
  );
}

const SIGNS = { carried: '●', changed: '◐', dropped: '○' } as const;

function LedgerRow({ row }: { row: Crossing }) {
  const reasons = new Set(PROTOCOL_NAMES.flatMap((name) => row.fates[name].why ?? []));
  return (
    <tr>
      <th scope="row">
        <span class="role">{row.role}</span> {row.label}
        {row.signedBy ? (
          <span class="tag signed">signed by {PROTOCOL_LABELS[row.signedBy]}</span>
        ) : null}
        {[...reasons].map((reason) => (
          <span key={reason} class="why">
            {reason}
          </span>
        ))}
      </th>
      {PROTOCOL_NAMES.map((name) => {
        const { fate } = row.fates[name];
        return (
          <td key={name} class={`fate ${fate}`}>
            <span aria-hidden="true">{SIGNS[fate]}</span>
            <span class="visually-hidden">{fate}</span>
          </td>
        );
      })}
    </tr>
  );
}
