import { expect, it } from 'vitest';
import { keyIdOf } from '../../src/state/key-id.ts';

it('names a key as the gateway does', async () => {
  expect(await keyIdOf('sk-test-page')).toBe('key_UfiCxSsaUsCL');
});
