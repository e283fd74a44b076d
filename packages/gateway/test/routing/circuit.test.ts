import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  circuitState,
  HEALTHY,
  isAvailable,
  onAbandon,
  onCall,
  onFailure,
  onSuccess,
} from '../../src/routing/circuit.ts';

const failTimes = (times: number, now: number, random = 0) => {
  let circuit = HEALTHY;
  for (let count = 0; count < times; count += 1) circuit = onFailure(circuit, now, random);
  return circuit;
};

describe('circuit', () => {
  it('bears two failures in a row and opens at the third', () => {
    expect(circuitState(failTimes(2, 1000), 1000)).toBe('closed');
    expect(circuitState(failTimes(3, 1000), 1000)).toBe('open');
  });

  it('opens when half of ten recent calls failed, though never three in a row', () => {
    let circuit = HEALTHY;
    for (let pair = 0; pair < 5; pair += 1) {
      circuit = onSuccess(circuit, 1000);
      expect(circuitState(circuit, 1000)).toBe('closed');
      circuit = onFailure(circuit, 1000, 0);
    }
    expect(circuitState(circuit, 1000)).toBe('open');
  });

  it('forgets failures that are long past', () => {
    let circuit = HEALTHY;
    for (let pair = 0; pair < 20; pair += 1) {
      circuit = onSuccess(circuit, pair * 60_000);
      circuit = onFailure(circuit, pair * 60_000, 0);
    }
    expect(circuitState(circuit, 20 * 60_000)).toBe('closed');
  });

  it('lets one probe at a time find out, closes on success', () => {
    const open = failTimes(3, 1000, 1);
    expect(isAvailable(open, 1999)).toBe(false);
    expect(circuitState(open, 2001)).toBe('half-open');
    const probing = onCall(open, 2001);
    expect(isAvailable(probing, 2001)).toBe(false);
    expect(isAvailable(onAbandon(probing), 2001)).toBe(true);
    expect(circuitState(onSuccess(probing, 2100), 2100)).toBe('closed');
  });

  it('stays open longer with each trip, up to a minute, jittered by half', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (random) => {
        let circuit = failTimes(3, 0, random);
        let now = 0;
        let expected = 1000;
        for (let trip = 0; trip < 10; trip += 1) {
          const coolDown = circuit.openUntil - now;
          expect(coolDown).toBeGreaterThanOrEqual(expected / 2);
          expect(coolDown).toBeLessThanOrEqual(expected);
          now = circuit.openUntil;
          circuit = onFailure(onCall(circuit, now), now, random);
          expected = Math.min(expected * 2, 60_000);
        }
      }),
    );
  });

  it('counts failures of calls that were under way when it opened as one trip', () => {
    const circuit = failTimes(50, 1000, 1);
    expect(circuit.trips).toBe(1);
    expect(circuit.openUntil).toBe(2000);
  });

  it('obeys retry-after to the letter, also at the first failure', () => {
    const circuit = onFailure(HEALTHY, 1000, 0, 7_500);
    expect(isAvailable(circuit, 8_499)).toBe(false);
    expect(isAvailable(circuit, 8_500)).toBe(true);
  });
});
