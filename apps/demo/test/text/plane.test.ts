import { describe, expect, it } from 'vitest';
import { cosine, placeOnPlane } from '../../src/text/plane.ts';

describe('placeOnPlane', () => {
  it('puts near together what is alike', () => {
    const vectors = [
      [1, 0, 0, 0.1],
      [0.9, 0.1, 0, 0],
      [0, 1, 0, 0],
      [0, 0.9, 0.1, 0],
    ];
    const points = placeOnPlane(vectors);
    const distance = (i: number, j: number) => {
      const [left, right] = [points[i]!, points[j]!];
      return Math.hypot(left[0] - right[0], left[1] - right[1]);
    };
    expect(distance(0, 1)).toBeLessThan(distance(0, 2) / 2);
    expect(distance(2, 3)).toBeLessThan(distance(1, 3) / 2);
    for (const coordinate of points.flat()) expect(Math.abs(coordinate)).toBeLessThanOrEqual(1);
  });

  it.each([
    [[]],
    [[[1, 2]]],
    [
      [
        [1, 2],
        [1, 2],
      ],
    ],
    [
      [
        [0, 0],
        [0, 0],
      ],
    ],
  ])('bears %j', (vectors) => {
    for (const coordinate of placeOnPlane(vectors).flat()) expect(coordinate).toBeCloseTo(0);
  });
});

describe('cosine', () => {
  it('tells how alike two vectors are', () => {
    expect(cosine([1, 1], [2, 2])).toBeCloseTo(1);
    expect(cosine([1, 0], [0, 1])).toBe(0);
    expect(cosine([0, 0], [0, 1])).toBe(0);
  });
});
