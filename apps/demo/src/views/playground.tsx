import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Conversation } from '../chat/conversation.ts';
import { type ChatSettings, readSchema } from '../chat/settings.ts';
import { isOwnGateway } from '../state/connection.ts';
import { formatRoute, route, tellAddress } from '../state/route.ts';
import { Composer } from '../ui/composer.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ConversationView } from '../ui/turn-view.tsx';
import { readLink, writeLink } from './playground/link.ts';
import { SettingsForm } from './playground/settings-form.tsx';
import { STARTERS, settingsOf } from './playground/starters.ts';
import { WirePanel } from './playground/wire-panel.tsx';

/** A conversation, its settings, and what goes over the wire. */
export function Playground() {
  const linked = useMemo(() => readLink(route.value.params), []);
  const settings = useSignal<ChatSettings>(linked.settings);
  const draft = useSignal(linked.message);
  const runsTools = useSignal(false);
  const conversation = useMemo(() => new Conversation(), []);
  const end = useRef<HTMLDivElement>(null);
  const isSchemaWrong = useComputed(() => readSchema(settings.value.schema).problem !== undefined);
  useEffect(() => () => conversation.stop(), [conversation]);

  const change = (part: Partial<ChatSettings>) => {
    settings.value = { ...settings.value, ...part };
    tellAddress('playground', writeLink(settings.value, ''));
  };
  const turns = conversation.turns.value;
  const answer = conversation.lastAnswer.value;
  const link =
    location.origin +
    location.pathname +
    formatRoute('playground', writeLink(settings.value, lastSaid(conversation)));
  useEffect(() => {
    if (turns.length > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [turns.length]);

  return (
    <>
      <div class="playground">
        <div class="talk">
          {turns.length === 0 ? <Pitch /> : null}
          {turns.length === 0 ? (
            <ul class="starters" aria-label="To begin with">
              {STARTERS.map((starter) => (
                <li key={starter.title}>
                  <button
                    type="button"
                    onClick={() => {
                      settings.value = settingsOf(starter);
                      void conversation.say(
                        [{ type: 'text', text: starter.message }],
                        settings.value,
                      );
                    }}
                  >
                    <strong>{starter.title}</strong>
                    <span>{starter.about}</span>
                  </button>
                </li>
              ))}
            </ul>
          ) : (
            <>
              <ConversationView
                conversation={conversation}
                runsTools={runsTools.value}
                onResults={(answers) => void conversation.giveResults(answers, settings.value)}
                onAgain={() => void conversation.again(settings.value)}
              />
              <div class="row">
                <button type="button" class="small" onClick={() => conversation.clear()}>
                  New conversation
                </button>
                <CopyButton
                  text={link}
                  name="Copy a link"
                  label="Copy a link to these settings and this question"
                />
              </div>
            </>
          )}
          <div ref={end} />
          <Composer
            draft={draft.value}
            isRunning={conversation.isRunning.value}
            onStop={() => conversation.stop()}
            onSend={(parts) => {
              draft.value = '';
              if (!isSchemaWrong.value) void conversation.say(parts, settings.value);
            }}
          />
        </div>
        <aside aria-label="Settings">
          <SettingsForm
            settings={settings.value}
            runsTools={runsTools.value}
            onChange={change}
            onRunsTools={(runs) => {
              runsTools.value = runs;
            }}
          />
        </aside>
      </div>
      {answer?.kind === 'assistant' ? <WirePanel turn={answer} /> : null}
    </>
  );
}

function lastSaid(conversation: Conversation): string {
  const turn = conversation.turns.value.findLast(({ kind }) => kind === 'user');
  const text = turn?.kind === 'user' ? turn.parts.find((part) => part.type === 'text') : undefined;
  return text?.type === 'text' ? text.text : '';
}

function Pitch() {
  return (
    <div class="pitch">
      <p>
        <strong>One key and one address for every language model,</strong> in whichever of three
        protocols your code already speaks. Nothing that one of them can say is lost on the way to
        another.
      </p>
      {isOwnGateway.value ? (
        <p class="hint">
          Everything here runs on your machine, on offline models: no account, no cost. They are
          honest about it, and answer simple things only.
        </p>
      ) : null}
    </div>
  );
}
