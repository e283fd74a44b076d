import { expect, it } from 'vitest';
import { isMadeUpToolCallId, makeToolCallId } from '../src/tool-call-id.ts';

it('makes ids that every wire takes and that are known as made up', () => {
  const id = makeToolCallId('resp/42 é', 1);
  expect(id).toBe('call_ofox_resp42_1');
  expect(id).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(isMadeUpToolCallId(id)).toBe(true);
  expect(isMadeUpToolCallId('toolu_01')).toBe(false);
});
