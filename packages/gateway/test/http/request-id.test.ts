import { expect, it } from 'vitest';
import { makeRequestId } from '../../src/http/request-id.ts';

it('makes ids that are all different', () => {
  const ids = Array.from({ length: 2000 }, makeRequestId);
  expect(new Set(ids).size).toBe(2000);
  for (const id of ids) expect(id).toMatch(/^req_[0-9a-f]{32}$/);
});
