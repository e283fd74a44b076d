import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lift } from '../../src/upstream/lift.ts';

const PNG = 'iVBORw0KGgo';

/** A picture of some size, in base64. */
const picture = fc
  .integer({ min: 50_000, max: 200_000 })
  .map((size) => `${PNG}${Buffer.alloc(size, size % 251).toString('base64')}`);

function text(type: string, bytes: Buffer, coding: 'base64' | 'base64url' = 'base64'): string {
  return JSON.stringify({ media_type: type, data: bytes.toString(coding) });
}

describe('lift', () => {
  it('puts back what it took out, whatever is around it', () => {
    const value = fc.oneof(
      picture,
      picture.map((data) => `data:image/png;base64,${data}`),
      fc.string({ unit: 'binary' }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (values) => {
        const json = JSON.stringify({ values });
        const lifted = lift(Buffer.from(json));
        if (!lifted) {
          expect(json.length).toBeLessThan(5 * 66_000);
          return;
        }
        const short = lifted.text.toString();
        expect(short.length).toBeLessThan(json.length);
        const rewritten = JSON.stringify({ wrapped: JSON.parse(short), more: ['ä'] });
        const whole = Buffer.concat(lifted.put(rewritten)).toString();
        expect(JSON.parse(whole)).toEqual({ wrapped: { values }, more: ['ä'] });
      }),
      { numRuns: 50 },
    );
  });

  it('keeps the beginning and the end of a picture in their places', () => {
    const data = `${PNG}${'A'.repeat(100_000)}xyz=`;
    const text = lift(
      Buffer.from(JSON.stringify([`data:image/png;base64,${data}`])),
    )?.text.toString();
    const [short = ''] = JSON.parse(text ?? '[""]') as string[];
    expect(short).toMatch(/^data:image\/png;base64,iVBORw0KGgoA+ofoxlift[0-9a-f]{24}A*xyz=$/);
    expect(short.length).toBeLessThan(1200);
    expect((short.length - 'data:image/png;base64,'.length) % 4).toBe(data.length % 4);
  });

  it('knows a picture by the type beside it', () => {
    expect(lift(Buffer.from(text('image/png', Buffer.alloc(90_000, 7))))).toBeDefined();
    const uri = `data:image/png;base64,${Buffer.alloc(90_000, 7).toString('base64')}`;
    expect(lift(Buffer.from(JSON.stringify([uri])))).toBeDefined();
  });

  it.each([
    ['short strings', `"${PNG}${'A'.repeat(1000)}"`],
    ['long texts', `"${'word '.repeat(30_000)}"`],
    ['base64 of texts', `"${Buffer.from('word '.repeat(30_000)).toString('base64')}"`],
    [
      'base64 of texts, though they say so',
      text('text/plain', Buffer.from('word '.repeat(30_000))),
    ],
    ['base64 for addresses', text('image/png', Buffer.alloc(90_000, 255), 'base64url')],
    ['strings with escapes', `"${PNG}${'A'.repeat(90_000)}\\u0041${'A'.repeat(1000)}"`],
  ])('leaves %s alone', (_, json) => {
    expect(lift(Buffer.from(json))).toBeUndefined();
  });
});
