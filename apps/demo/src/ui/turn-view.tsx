import { useSignal } from '@preact/signals';
import type { Conversation, ToolAnswer, Turn } from '../chat/conversation.ts';
import { PROTOCOL_LABELS } from '../chat/wire-forms.ts';
import { AnswerView } from './answer-view.tsx';
import { MediaView } from './media-view.tsx';
import { ToolCalls } from './tool-calls.tsx';

interface ConversationProps {
  conversation: Conversation;
  /** Whether tool calls are answered by the page's own tools without asking. */
  runsTools: boolean;
  onResults(answers: ToolAnswer[]): void;
  onAgain(): void;
}

/** A conversation from its first word to the answer that is being written. */
export function ConversationView(props: ConversationProps) {
  const { conversation } = props;
  const turns = conversation.turns.value;
  return (
    <ol class="turns">
      {turns.map((turn, index) => (
        <li key={index} class={`turn turn-${turn.kind}`}>
          <TurnView turn={turn} isLast={index === turns.length - 1} {...props} />
        </li>
      ))}
    </ol>
  );
}

function TurnView({ turn, isLast, ...props }: ConversationProps & { turn: Turn; isLast: boolean }) {
  switch (turn.kind) {
    case 'user':
      return (
        <>
          <p class="who">You</p>
          <div class="said">
            {turn.parts.map((part, index) =>
              part.type === 'text' ? (
                <p key={index}>{part.text}</p>
              ) : (
                <MediaView key={index} part={part} alt="What you sent" />
              ),
            )}
          </div>
        </>
      );
    case 'results':
      return (
        <>
          <p class="who">Tools</p>
          {turn.answers.map(({ id, name, text, isError }) => (
            <p key={id} class={`tool-result ${isError ? 'bad' : ''}`}>
              <code>{name}</code> {isError ? 'failed:' : '→'} <code>{text}</code>
            </p>
          ))}
        </>
      );
    case 'assistant':
      return <Assistant turn={turn} isLast={isLast} {...props} />;
  }
}

function Assistant({
  turn,
  isLast,
  runsTools,
  onResults,
  onAgain,
}: Omit<ConversationProps, 'conversation'> & {
  turn: Extract<Turn, { kind: 'assistant' }>;
  isLast: boolean;
}) {
  const { live, request, protocol } = turn;
  const isAnswered = useSignal(false);
  // Read here, so that the turn is drawn anew when the answer goes on.
  live.version.value;
  const isOpen = isLast && live.progress === 'done' && live.calls.length > 0 && !isAnswered.value;
  return (
    <>
      <p class="who">
        <span>{live.model ?? request.model}</span>{' '}
        <span class="tag">{PROTOCOL_LABELS[protocol]} protocol</span>
      </p>
      <AnswerView live={live} onAgain={isLast ? onAgain : undefined}>
        {live.calls.length === 0 ? null : (
          <ToolCalls
            calls={live.calls}
            isOpen={isOpen}
            runsThem={runsTools}
            onResults={(answers) => {
              isAnswered.value = true;
              onResults(answers);
            }}
          />
        )}
      </AnswerView>
    </>
  );
}
