import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Conversation } from '../chat/conversation.ts';
import { type ChatSettings, problemOf } from '../chat/settings.ts';
import { formatRoute, route, tellAddress } from '../state/route.ts';
import { Composer } from '../ui/composer.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { useFollowing } from '../ui/following.ts';
import { ConversationView } from '../ui/turn-view.tsx';
import { Lesson } from './playground/lesson.tsx';
import { readLink, writeLink } from './playground/link.ts';
import { SettingsForm } from './playground/settings-form.tsx';
import { type Starter, settingsOf } from './playground/starters.ts';
import { Welcome } from './playground/welcome.tsx';
import { WirePanel } from './playground/wire-panel.tsx';

/** A conversation, its settings, and what goes over the wire. */
export function Playground() {
  const linked = useMemo(() => readLink(route.value.params), []);
  const settings = useSignal<ChatSettings>(linked.settings);
  const draft = useSignal(linked.message);
  const runsTools = useSignal(false);
  const conversation = useMemo(() => new Conversation(), []);
  const problem = useComputed(() => problemOf(settings.value));
  const lesson = useSignal<Starter | undefined>(undefined);
  useEffect(() => () => conversation.stop(), [conversation]);

  const change = (part: Partial<ChatSettings>) => {
    settings.value = { ...settings.value, ...part };
    tellAddress('playground', writeLink(settings.value, ''));
  };
  const start = (starter: Starter) => {
    conversation.clear();
    settings.value = settingsOf(starter);
    lesson.value = starter;
    void conversation.say([{ type: 'text', text: starter.message }], settings.value);
  };
  const turns = conversation.turns.value;
  const answer = conversation.lastAnswer.value;
  const link =
    location.origin +
    location.pathname +
    formatRoute('playground', writeLink(settings.value, lastSaid(conversation)));
  const end = useFollowing(turns.length, answer?.live.version.value);

  return (
    <>
      <div class="playground">
        <div class="talk">
          {turns.length === 0 ? (
            <Welcome onStart={start} />
          ) : (
            <>
              <ConversationView
                conversation={conversation}
                runsTools={runsTools.value}
                onResults={(answers) => void conversation.giveResults(answers, settings.value)}
                onAgain={() => void conversation.again(settings.value)}
              />
              {lesson.value && !conversation.isRunning.value ? (
                <Lesson of={lesson.value} onStart={start} />
              ) : null}
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
          <div ref={end} class="talk-end" />
          <Composer
            draft={draft.value}
            isRunning={conversation.isRunning.value}
            onStop={() => conversation.stop()}
            problem={problem.value}
            onSend={(parts) => {
              draft.value = '';
              lesson.value = undefined;
              void conversation.say(parts, settings.value);
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
