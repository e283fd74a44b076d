import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown, parseSpans } from '../../src/text/markdown.ts';

const text = (words: string) => [{ kind: 'text', text: words }];

describe('parseMarkdown', () => {
  it('reads what models write', () => {
    const source = '# Title\nHello\nthere\n\n- one\n- two\n\n3. three\n\n```ts\nlet a;\n```\nend';
    expect(parseMarkdown(source)).toEqual([
      { kind: 'heading', level: 1, spans: text('Title') },
      { kind: 'paragraph', spans: text('Hello\nthere') },
      { kind: 'list', ordered: false, start: 1, items: [text('one'), text('two')] },
      { kind: 'list', ordered: true, start: 3, items: [text('three')] },
      { kind: 'code', language: 'ts', text: 'let a;' },
      { kind: 'paragraph', spans: text('end') },
    ]);
  });

  it('reads code that is not closed yet', () => {
    expect(parseMarkdown('```\nlet a')).toEqual([{ kind: 'code', language: '', text: 'let a' }]);
  });

  it('bears any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (any) => void parseMarkdown(any)));
  });
});

describe('parseSpans', () => {
  it('reads marks, and leaves arithmetic alone', () => {
    expect(parseSpans('2 * 3 * 4')).toEqual(text('2 * 3 * 4'));
    expect(parseSpans('**a** `b*` *c* [d](https://e.test/)').filter((s) => s.text !== ' ')).toEqual(
      [
        { kind: 'strong', text: 'a' },
        { kind: 'code', text: 'b*' },
        { kind: 'em', text: 'c' },
        { kind: 'link', text: 'd', href: 'https://e.test/' },
      ],
    );
  });

  it('makes no link of anything but http', () => {
    expect(parseSpans('[x](javascript:alert(1))')).toEqual(text('[x](javascript:alert(1))'));
  });
});
