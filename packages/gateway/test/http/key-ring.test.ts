import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KeyRing } from '../../src/http/key-ring.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('KeyRing', () => {
  it('knows keys by themselves and by their digest', () => {
    const ring = new KeyRing(
      [{ key: 'sk-test-1' }, { sha256: sha256('sk-test-2').toUpperCase(), name: 'second', rpm: 7 }],
      200,
    );
    expect(ring.find('sk-test-1')).toEqual({ id: sha256('sk-test-1').slice(0, 8), rpm: 200 });
    expect(ring.find('sk-test-2')).toEqual({ id: 'second', rpm: 7 });
    expect(ring.find('sk-test-3')).toBeUndefined();
    expect(ring.find(sha256('sk-test-2'))).toBeUndefined();
  });

  it('refuses a key without either', () => {
    expect(() => new KeyRing([{ name: 'x' }], 200)).toThrow('`key` or `sha256`');
  });
});
