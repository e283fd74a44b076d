import { memo } from 'preact/compat';
import { type Block, parseMarkdown, type Span } from '../text/markdown.ts';
import type { TextBlocks } from '../text/text-blocks.ts';

/** A text that may still grow. Only its last block is read and laid out anew. */
export function AnswerText({ blocks }: { blocks: TextBlocks }) {
  return (
    <div class="answer-text">
      {blocks.done.map((source, index) => (
        <TextBlock key={index} source={source} />
      ))}
      <TextBlock source={blocks.tail} />
    </div>
  );
}

const TextBlock = memo(function TextBlock({ source }: { source: string }) {
  if (source.trim() === '') return null;
  return (
    <div class="text-block">
      {parseMarkdown(source).map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
});

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Spans spans={block.spans} />
        </p>
      );
    case 'heading':
      return (
        <p class={`heading heading-${block.level}`}>
          <Spans spans={block.spans} />
        </p>
      );
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'list': {
      const items = block.items.map((spans, index) => (
        <li key={index}>
          <Spans spans={spans} />
        </li>
      ));
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

function Spans({ spans }: { spans: readonly Span[] }) {
  return (
    <>
      {spans.map((span, index) => {
        const key = index;
        if (span.kind === 'code') return <code key={key}>{span.text}</code>;
        if (span.kind === 'strong') return <strong key={key}>{span.text}</strong>;
        if (span.kind === 'em') return <em key={key}>{span.text}</em>;
        if (span.href === undefined) return span.text;
        return (
          <a key={key} href={span.href} rel="noreferrer" target="_blank">
            {span.text}
          </a>
        );
      })}
    </>
  );
}
