import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PROTOCOL_NAMES } from '../src/protocol-name.ts';
import { readSignature, writeSignature } from '../src/signature.ts';

const protocol = fc.constantFrom(...PROTOCOL_NAMES);
const place = fc.constantFrom('self' as const, 'next' as const);
const opaque = fc.string().filter((value) => !value.startsWith('ofox/'));

it('brings every signature back over every wire', () => {
  fc.assert(
    fc.property(protocol, protocol, place, opaque, (by, wire, at, value) => {
      const written = writeSignature({ by, value }, wire, at);
      expect(readSignature(written, wire)).toEqual({ signature: { by, value }, place: at });
    }),
  );
});

it("writes a wire's own signature as it is", () => {
  expect(writeSignature({ by: 'anthropic', value: 'EqQB' }, 'anthropic')).toBe('EqQB');
  expect(writeSignature({ by: 'gemini', value: 'EqQB' }, 'anthropic')).toBe(
    'ofox/gemini/self/EqQB',
  );
});
