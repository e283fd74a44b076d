import { formatRoute } from '../../state/route.ts';
import { STARTERS, type Starter } from './starters.ts';

/** What there was to be seen, and what to look at next. */
export function Lesson({ of, onStart }: { of: Starter; onStart(starter: Starter): void }) {
  const next = STARTERS[STARTERS.indexOf(of) + 1];
  return (
    <aside class="lesson" aria-label="What you saw">
      <p>{of.lesson}</p>
      <div class="row">
        {next ? (
          <button type="button" class="small" onClick={() => onStart(next)}>
            Next: {next.title}
          </button>
        ) : null}
        <a href={formatRoute('routing')}>Break a node under traffic</a>
        <a href={formatRoute('switch')}>Switch providers in mid-conversation</a>
      </div>
    </aside>
  );
}
