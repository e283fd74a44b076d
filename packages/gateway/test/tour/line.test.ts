import { describe, expect, it } from 'vitest';
import { failureLines, outcomeLines } from '../../src/tour/line.ts';
import { nextSteps } from '../../src/tour/next-steps.ts';
import { NO_PAINT } from '../../src/tour/paint.ts';

describe('the lines of the tour', () => {
  it('fit into a hundred columns, whatever comes back', () => {
    const outcome = {
      model: 'google/gemini-3-flash-preview',
      size: '12345 + 12345',
      ms: 1234.5,
      cost: '0.0123456789',
      detail: `many\nwords ${'x'.repeat(300)}`,
    };
    const lines = [
      ...outcomeLines('Gemini: tool call and result', outcome, NO_PAINT),
      ...failureLines('A call', 'x '.repeat(200), NO_PAINT),
      ...nextSteps('http://127.0.0.1:8787', `sk-ofox-${'x'.repeat(32)}`, NO_PAINT).split('\n'),
    ];
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(100);
    expect(lines[0]).toContain('1235 ms 0.01234567');
  });

  it('leave out what is not known', () => {
    const [line] = outcomeLines('An image', { ms: 3, detail: '' }, NO_PAINT);
    expect(line?.split(/ {2,}/)).toEqual(['', '✓ An image', '3 ms']);
  });
});
