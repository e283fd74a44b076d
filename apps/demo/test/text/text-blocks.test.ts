import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextBlocks } from '../../src/text/text-blocks.ts';

function blocksOf(pieces: readonly string[]): TextBlocks {
  const blocks = new TextBlocks();
  for (const piece of pieces) blocks.push(piece);
  return blocks;
}

describe('a text that grows', () => {
  const line = fc.constantFrom('', 'words and words', '```js', '```', '- item', ' ');
  const lines = fc.array(line, { maxLength: 120 }).map((all) => all.join('\n'));

  it('loses nothing, however it is cut', () => {
    fc.assert(
      fc.property(lines, fc.array(fc.nat(2000)), (text, cuts) => {
        const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length];
        places.sort((left, right) => left - right);
        const pieces = places.map((place, index) => text.slice(place, places[index + 1] ?? place));
        expect(blocksOf(pieces).text()).toBe(text);
      }),
    );
  });

  it('ends a block at an empty line, and not within code', () => {
    const { done, tail } = blocksOf(['one\ntwo\n\n```\nlet a;\n\nlet b;\n```\nafter']);
    expect(done).toEqual(['one\ntwo\n\n', '```\nlet a;\n\nlet b;\n```\n']);
    expect(tail).toBe('after');
  });

  it('keeps blocks short in long lines and long paragraphs', () => {
    const many = blocksOf(Array.from({ length: 5000 }, (_, index) => `line ${index}\n`));
    expect(many.done).toHaveLength(125);
    const long = blocksOf(Array.from({ length: 5000 }, () => 'word '));
    expect(Math.max(...long.done.map(({ length }) => length))).toBeLessThanOrEqual(4005);
  });
});
