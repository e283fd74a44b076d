import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerJson } from '../../src/http/header-json.ts';

describe('headerJson', () => {
  it('is JSON in visible ASCII, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }), (items) => {
        const text = headerJson(items);
        expect(text).toMatch(/^[\x20-\x7e]*$/);
        expect(JSON.parse(text)).toEqual(items);
      }),
    );
  });

  it('leaves out from the end what is too long', () => {
    const items = Array.from({ length: 100 }, (_, index) => `${index} ${'x'.repeat(100)}`);
    const text = headerJson(items);
    expect(text.length).toBeLessThanOrEqual(4096);
    expect(items.slice(0, 35)).toEqual(expect.arrayContaining(JSON.parse(text).slice(0, 35)));
  });
});
