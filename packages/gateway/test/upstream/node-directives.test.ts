import { describe, expect, it } from 'vitest';
import { directivesFor } from '../../src/upstream/node-directives.ts';

describe('directives of a header', () => {
  it.each([
    [undefined, {}],
    ['', {}],
    ['slow=200, cut=3', { general: 'slow=200, cut=3' }],
    ['north:error=503', { own: 'error=503' }],
    ['south:error=503', {}],
    [
      'south:slow=9, north:slow=1, pace=2 , north : flaky',
      { general: ' pace=2 ', own: 'slow=1, flaky' },
    ],
  ])('%j', (header, expected) => {
    expect(directivesFor('north', header)).toEqual(expected);
  });
});
