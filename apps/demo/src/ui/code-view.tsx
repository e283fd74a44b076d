import { memo } from 'preact/compat';
import { CopyButton } from './copy-button.tsx';

/** More than this is shown without colours. */
const COLOURED_LENGTH = 40_000;
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)/gi;

interface CodeViewProps {
  /** Names the box for those who do not see it. */
  label: string;
  text: string;
  language?: 'json' | 'text';
}

/** Text as machines write it, to be looked at and copied. */
export const CodeView = memo(function CodeView({ label, text, language = 'json' }: CodeViewProps) {
  const isColoured = language === 'json' && text.length <= COLOURED_LENGTH;
  return (
    <div class="code-view">
      <CopyButton text={text} label={`Copy: ${label}`} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section tabIndex={0} aria-label={label}>
        <pre>
          <code>{isColoured ? coloured(text) : text}</code>
        </pre>
      </section>
    </div>
  );
});

function coloured(text: string) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon, word] = match;
    if (match.index > end) pieces.push(text.slice(end, match.index));
    const kind =
      colon !== undefined ? 'key' : string !== undefined ? 'string' : word ? 'word' : 'number';
    pieces.push(
      <span key={match.index} class={`json-${kind}`}>
        {string ?? whole}
      </span>,
    );
    if (colon !== undefined) pieces.push(colon);
    end = match.index + whole.length;
  }
  pieces.push(text.slice(end));
  return pieces;
}
