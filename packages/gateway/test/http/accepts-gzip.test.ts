import { expect, it } from 'vitest';
import { acceptsGzip } from '../../src/http/accepts-gzip.ts';

it.each([
  ['gzip, deflate, br', true],
  ['br;q=1.0, gzip;q=0.8', true],
  ['GZIP', true],
  ['gzip;q=0', false],
  ['gzip; q=0.0, br', false],
  ['gzip;q=0.05', true],
  ['br', false],
  ['identity', false],
  [undefined, false],
])('%s: %s', (accepted, expected) => {
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
  expect(acceptsGzip({ headers })).toBe(expected);
});
