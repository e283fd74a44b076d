import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlidingWindow } from '../../src/limits/sliding-window.ts';

const gaps = fc.array(fc.oneof(fc.constant(0), fc.nat(500), fc.nat(20_000), fc.nat(70_000)), {
  minLength: 1,
  maxLength: 400,
});

describe('SlidingWindow', () => {
  it('never lets more than the limit pass in any sixty seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), gaps, (limit, waits) => {
        const window = new SlidingWindow();
        const passed: number[] = [];
        let now = 0;
        for (const wait of waits) {
          now += wait;
          if (window.state(now, limit, true).allowed) passed.push(now);
        }
        for (let last = limit; last < passed.length; last += 1) {
          expect(passed[last]! - passed[last - limit]!).toBeGreaterThanOrEqual(60_000);
        }
      }),
    );
  });

  it('refuses only when the limit is truly used up, and tells when that ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), gaps, (limit, waits) => {
        const window = new SlidingWindow();
        let passed: number[] = [];
        let now = 0;
        for (const wait of waits) {
          now += wait;
          passed = passed.filter((time) => time > now - 60_000);
          const state = window.state(now, limit, true);
          expect(state.allowed).toBe(passed.length < limit);
          if (state.allowed) passed.push(now);
          expect(state.remaining).toBe(limit - passed.length);
          expect(state.resetMs).toBe(passed[0]! + 60_000 - now);
          if (!state.allowed) {
            expect(window.state(now + state.resetMs - 1, limit, false).allowed).toBe(false);
          }
        }
      }),
    );
  });

  it('never refuses a caller who sends evenly at the limit', () => {
    for (const limit of [1, 3, 7, 60, 200]) {
      const window = new SlidingWindow();
      for (let sent = 0; sent < limit * 5; sent += 1) {
        const minute = Math.floor(sent / limit) * 60_000;
        const now = minute + Math.floor(((sent % limit) * 60_000) / limit);
        expect(window.state(now, limit, true).allowed).toBe(true);
      }
    }
  });

  it('takes nothing for a refused request', () => {
    const window = new SlidingWindow();
    window.state(0, 1, true);
    for (let now = 1; now < 60_000; now += 1000) {
      expect(window.state(now, 1, true).allowed).toBe(false);
    }
    expect(window.state(60_000, 1, true).allowed).toBe(true);
  });

  it('counts what was let through elsewhere, in whatever order it hears of it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 60 }), fc.nat(200_000), (times, now) => {
        const window = new SlidingWindow();
        for (const time of times) window.record(time);
        const counted = times.filter((time) => time > now - 60_000).sort((a, b) => a - b);
        const { remaining, resetMs } = window.state(now, 100, false);
        expect(remaining).toBe(100 - counted.length);
        expect(resetMs).toBe(counted.length === 0 ? 0 : counted[0]! + 60_000 - now);
      }),
    );
  });

  it('follows a limit that was lowered', () => {
    const window = new SlidingWindow();
    for (let now = 0; now < 10; now += 1) window.state(now * 1000, 10, true);
    const state = window.state(10_000, 4, true);
    expect(state).toEqual({ allowed: false, limit: 4, remaining: 0, resetMs: 56_000 });
    expect(window.state(66_000, 4, true).allowed).toBe(true);
  });
});
