import { type FinishReason, inputTokens, outputTokens, type Warning } from '@ofoxai/core';
import type { ComponentChildren } from 'preact';
import type { LivePart, LiveReply } from '../chat/live-reply.ts';
import { formatCost, formatCount, formatMs } from '../text/format.ts';
import { AnswerText } from './answer-text.tsx';
import { ErrorNote } from './error-note.tsx';
import { Figures } from './figures.tsx';
import { MediaView } from './media-view.tsx';

interface AnswerViewProps {
  live: LiveReply;
  /** Absent when the answer cannot be given again. */
  onAgain?: (() => void) | undefined;
  /** What belongs to the answer besides what it says: its tool calls. */
  children?: ComponentChildren;
}

/** One answer: thoughts folded, text, pictures, and at its end what it took. */
export function AnswerView({ live, onAgain, children }: AnswerViewProps) {
  live.version.value;
  const isWaiting = live.progress === 'waiting';
  return (
    <div class="answer" aria-busy={!live.isOver}>
      {isWaiting ? (
        <p class="waiting">
          <span class="visually-hidden">Waiting for the answer</span>
        </p>
      ) : null}
      {live.parts.map((part, index) => (
        <PartView key={index} part={part} isOver={live.isOver} />
      ))}
      {children}
      {live.progress === 'stopped' ? <p class="hint">Stopped. What came so far is kept.</p> : null}
      <Ending reason={live.reply?.finish.reason} isDone={live.progress === 'done'} />
      {live.progress === 'failed' ? (
        <ErrorNote error={live.error} isLate={live.parts.length > 0}>
          {onAgain ? (
            <button type="button" onClick={onAgain}>
              Send it again
            </button>
          ) : null}
        </ErrorNote>
      ) : null}
      {live.isOver ? <Account live={live} /> : null}
    </div>
  );
}

/** Ends that are not the model's own, in words. */
const ENDINGS: Partial<Record<FinishReason, string>> = {
  length: 'It stops here because it has reached the most tokens that it may write.',
  content_filter: 'The provider’s content filter ended it here.',
  pause: 'The provider paused here; say “go on” to have it continue.',
};

function Ending({ reason, isDone }: { reason: FinishReason | undefined; isDone: boolean }) {
  const words = isDone && reason ? ENDINGS[reason] : undefined;
  return words === undefined ? null : <p class="hint">{words}</p>;
}

function PartView({ part, isOver }: { part: LivePart | undefined; isOver: boolean }) {
  switch (part?.kind) {
    case 'text':
      return <AnswerText blocks={part.blocks} />;
    case 'refusal':
      return (
        <div class="note">
          <strong>The model declined.</strong>
          <AnswerText blocks={part.blocks} />
        </div>
      );
    case 'reasoning':
      return (
        <details class="thoughts">
          <summary>
            {part.isWithheld
              ? 'Thoughts, withheld by the provider'
              : isOver
                ? 'Thoughts'
                : 'Thinking'}
            {part.isSigned ? <span class="tag">signed</span> : null}
          </summary>
          <AnswerText blocks={part.blocks} />
        </details>
      );
    case 'media':
      return <MediaView part={part.part} alt="What the model drew" />;
    default:
      return null;
  }
}

/** What the answer took, and what is known of its way. */
function Account({ live }: { live: LiveReply }) {
  const { reply, result, firstOutputMs, totalMs } = live;
  if (!reply) return null;
  const { usage } = reply;
  const written = outputTokens(usage);
  const seconds = ((totalMs ?? 0) - (firstOutputMs ?? 0)) / 1000;
  const response = result?.response;
  const attempts = response?.attempts ?? [];
  return (
    <>
      <Figures
        items={[
          ['Tokens read', formatCount(inputTokens(usage))],
          ...(usage.cacheRead > 0 ? [['From cache', formatCount(usage.cacheRead)] as const] : []),
          ['Written', formatCount(written)],
          ['Cost', formatCost(response?.cost ?? usage.cost)],
          ['First token', formatMs(firstOutputMs)],
          ['In all', formatMs(totalMs)],
          ...(seconds > 0.05
            ? [['Tokens a second', formatCount(Math.round(written / seconds))] as const]
            : []),
          ...(response?.rateLimit
            ? [
                [
                  'Requests left',
                  `${response.rateLimit.remaining} of ${response.rateLimit.limit}`,
                ] as const,
              ]
            : []),
          ...(response?.provider ? [['Answered by', response.provider] as const] : []),
        ]}
      />
      {attempts.length > 1 ? (
        <ol class="attempts" aria-label="What was tried">
          {attempts.map((attempt, index) => (
            <li key={index} class={attempt.kind ? 'bad' : 'good'}>
              {attempt.model}
              {attempt.provider ? ` on ${attempt.provider}` : ''}:{' '}
              {attempt.kind
                ? `${attempt.kind}${attempt.status ? ` (${attempt.status})` : ''}`
                : 'answered'}
            </li>
          ))}
        </ol>
      ) : null}
      <Warnings warnings={reply.warnings} />
    </>
  );
}

function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <details class="warnings">
      <summary>
        {warnings.length === 1
          ? 'One thing could not be carried as it was'
          : `${warnings.length} things could not be carried as they were`}
      </summary>
      <ul>
        {warnings.map(({ code, path, message }, index) => (
          <li key={index}>
            {message} <code>{path}</code> <span class="tag">{code}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
