import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineBatch } from '../src/line-batch.ts';

describe('LineBatch', () => {
  it('writes when there is enough', () => {
    const { written, output } = recorder();
    const lines = new LineBatch(output, { enough: 8, most: 16 });
    lines.write('abcd\n');
    expect(written).toEqual([]);
    lines.write('ef\n');
    expect(written).toEqual(['abcd\nef\n']);
  });

  it('counts bytes, not characters', () => {
    const { written, output } = recorder();
    const lines = new LineBatch(output, { enough: 8, most: 16 });
    lines.write('ééé\n');
    lines.write('a\n');
    expect(written).toEqual(['ééé\na\n']);
  });

  it('has what is left written at a flush, and does not trouble the output for nothing', () => {
    const { written, flushes, output } = recorder();
    const lines = new LineBatch(output, { enough: 8, most: 16 });
    lines.flush();
    lines.write('a\n');
    lines.flush();
    lines.flush();
    expect(written).toEqual(['a\n']);
    expect(flushes()).toBe(1);
  });

  it('flushes what the output was handed before', () => {
    const { flushes, output } = recorder();
    const lines = new LineBatch(output, { enough: 2, most: 16 });
    lines.write('abc\n');
    lines.flush();
    expect(flushes()).toBe(1);
  });

  it('loses nothing, keeps the order, and exceeds the most by single lines only', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 30 })), (texts) => {
        const { written, output } = recorder();
        const lines = new LineBatch(output, { enough: 12, most: 20 });
        for (const text of texts) lines.write(`${text}\n`);
        lines.handOver();
        expect(written.join('')).toBe(texts.map((text) => `${text}\n`).join(''));
        for (const piece of written) {
          if (Buffer.byteLength(piece) > 20) expect(texts).toContain(piece.slice(0, -1));
        }
      }),
    );
  });
});

function recorder() {
  const written: string[] = [];
  let flushed = 0;
  return {
    written,
    flushes: () => flushed,
    output: {
      write: (lines: string) => written.push(lines),
      flush: () => {
        flushed += 1;
      },
    },
  };
}
