import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Shot } from '../../src/routing/traffic.ts';

let module: typeof import('../../src/routing/traffic.ts');

beforeAll(async () => {
  vi.stubGlobal('location', { origin: 'http://127.0.0.1:1', hash: '' });
  module = await import('../../src/routing/traffic.ts');
});

describe('directives for nodes', () => {
  it('name the nodes that do not just work', () => {
    expect(module.directiveHeader({ north: 'works' })).toEqual({});
    const header = module.directiveHeader({ north: 'broken', south: 'slow', west: 'works' });
    expect(header).toEqual({ 'x-ofox-embedded': 'north:error=503, south:slow=900' });
  });
});

describe('figuresOf', () => {
  it('counts answers, failures on the way, time and cost', () => {
    const shot = (id: number, more: Partial<Shot>): Shot => ({
      ...{ id, routing: 'priority', at: id, ms: 10, attempts: [], cost: 1, ...more },
    });
    const shots = [
      shot(1, { node: 'north' }),
      shot(2, {
        node: 'south',
        attempts: [
          { model: 'm', provider: 'north', kind: 'unavailable' },
          { model: 'm', provider: 'south' },
        ],
      }),
      shot(3, { node: 'north', ms: 30 }),
    ];
    expect(module.figuresOf(shots, 'north')).toEqual({ answered: 2, failed: 1, ms: 20, cost: 2 });
    expect(module.figuresOf([], 'north')).toEqual({
      answered: 0,
      failed: 0,
      ms: undefined,
      cost: 0,
    });
  });
});
