const ROUNDS = 60;

/**
 * Places vectors on a plane so that their distances are kept as well as two directions can: the
 * first two principal components, found by power iteration on the vectors' products. The cost grows
 * with the square of their number, not with that of their length.
 *
 * @returns a point for each vector, each coordinate in [-1, 1].
 */
export function placeOnPlane(vectors: readonly (readonly number[])[]): [x: number, y: number][] {
  const gram = centredProducts(vectors);
  const first = component(gram, undefined);
  const second = component(gram, first);
  const scale = Math.max(...first.map(Math.abs), ...second.map(Math.abs), Number.EPSILON);
  return vectors.map((_, index) => [(first[index] ?? 0) / scale, (second[index] ?? 0) / scale]);
}

/** How alike two vectors are: 1 for the same direction, 0 for nothing in common. */
export function cosine(left: readonly number[], right: readonly number[]): number {
  const size = Math.hypot(...left) * Math.hypot(...right);
  return size === 0 ? 0 : dot(left, right) / size;
}

function centredProducts(vectors: readonly (readonly number[])[]): number[][] {
  const count = vectors.length;
  const products = vectors.map((left) => vectors.map((right) => dot(left, right)));
  const means = products.map((row) => row.reduce((sum, value) => sum + value, 0) / count);
  const mean = means.reduce((sum, value) => sum + value, 0) / count;
  return products.map((row, i) =>
    row.map((value, j) => value - (means[i] ?? 0) - (means[j] ?? 0) + mean),
  );
}

/** Coordinates along the strongest direction that is at a right angle to `other`. */
function component(gram: readonly (readonly number[])[], other: readonly number[] | undefined) {
  let direction = gram.map((_, index) => Math.sin(index + (other ? 2 : 1)));
  let strength = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (other) direction = without(direction, other);
    const next = gram.map((row) => dot(row, direction));
    strength = Math.hypot(...next);
    if (strength < 1e-12) return gram.map(() => 0);
    direction = next.map((value) => value / strength);
  }
  if (other) direction = without(direction, other);
  return direction.map((value) => value * Math.sqrt(strength));
}

function without(vector: readonly number[], other: readonly number[]): number[] {
  const size = dot(other, other);
  if (size === 0) return [...vector];
  const share = dot(vector, other) / size;
  return vector.map((value, index) => value - share * (other[index] ?? 0));
}

function dot(left: readonly number[], right: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1)
    sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}
