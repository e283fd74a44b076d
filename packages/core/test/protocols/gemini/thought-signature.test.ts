import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64ToText, textToBase64 } from '../../../src/protocols/gemini/base64.ts';
import {
  NO_SIGNATURE,
  readThoughtSignature,
  writeThoughtSignature,
} from '../../../src/protocols/gemini/thought-signature.ts';
import { signature } from '../../arbitraries/part.ts';

describe('thought signatures', () => {
  it('of every protocol survive a caller of this wire', () => {
    fc.assert(
      fc.property(signature(), fc.boolean(), (one, redacted) => {
        const withheld = redacted && one.by !== 'gemini' ? { redacted: true as const } : {};
        const written = writeThoughtSignature(one, withheld.redacted);
        expect(readThoughtSignature(written)).toEqual({ signature: one, ...withheld });
        expect(
          readThoughtSignature(written.replaceAll('/', '_').replaceAll('+', '-')).signature?.by,
        ).toBe(one.by);
      }),
    );
  });

  it('that Gemini made are written as they are', () => {
    expect(writeThoughtSignature({ by: 'gemini', value: 'a_b-' })).toBe('a_b-');
  });

  it('of others are base64, as SDKs decode them', () => {
    const written = writeThoughtSignature({ by: 'anthropic', value: 'abc=' });
    expect(base64ToText(written)).toBe('ofox/anthropic/self/abc=');
  });

  it.each([undefined, '', 5, NO_SIGNATURE, textToBase64(NO_SIGNATURE)])('%j is none', (value) => {
    expect(readThoughtSignature(value)).toEqual({});
  });
});
