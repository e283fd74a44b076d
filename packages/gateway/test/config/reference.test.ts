import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configReference } from './reference.ts';

const FILE = new URL('../../../../docs/gateway-configuration.md', import.meta.url);

describe('the reference of the configuration', () => {
  it('is what tools/generate-config-reference.mjs writes', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(configReference());
  });
});
