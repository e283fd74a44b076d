import { isOwnGateway } from '../../state/connection.ts';
import { STARTERS, type Starter } from './starters.ts';

/** What a stranger sees first: what this is, and things to press. */
export function Welcome({ onStart }: { onStart(starter: Starter): void }) {
  const [first, ...others] = STARTERS;
  return (
    <div class="welcome">
      <h2>One key and one address for every language model</h2>
      <p>
        Your code keeps the protocol that it speaks: OpenAI’s, Anthropic’s or Gemini’s. The gateway
        brings it to any model, goes on to another when one fails, and says what it cost.
      </p>
      <div class="row">
        <button type="button" class="primary large" onClick={() => onStart(first)}>
          {first.title}
        </button>
        {isOwnGateway.value ? (
          <p class="hint">
            Everything runs on your machine, on offline models: no account, no cost. They say so
            when asked, and answer simple things only.
          </p>
        ) : null}
      </div>
      <h3>More to see</h3>
      <ul class="starters" aria-label="To begin with">
        {others.map((starter) => (
          <li key={starter.title}>
            <button type="button" onClick={() => onStart(starter)}>
              <strong>{starter.title}</strong>
              <span>{starter.about}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
