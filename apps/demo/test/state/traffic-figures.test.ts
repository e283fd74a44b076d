import { expect, it } from 'vitest';
import { failuresIn, requestsOf } from '../../src/state/traffic-figures.ts';

const SAMPLES = [
  { name: 'ofox_requests_total', labels: { key: 'key_a', error: '' }, value: 3 },
  { name: 'ofox_requests_total', labels: { key: 'key_a', error: 'rate_limit' }, value: 2 },
  { name: 'ofox_requests_total', labels: { key: 'key_a', error: 'aborted' }, value: 1 },
  { name: 'ofox_requests_total', labels: { key: '', error: 'authentication' }, value: 4 },
  { name: 'ofox_tokens_total', labels: { key: 'key_a' }, value: 100 },
];

it('counts requests by key, and failures that are not the caller’s own doing', () => {
  expect(requestsOf(SAMPLES)).toEqual(
    new Map([
      ['all', 10],
      ['key_a', 6],
      ['', 4],
    ]),
  );
  expect(failuresIn(SAMPLES)).toBe(6);
});
