import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as everything from '../src/index.ts';
import { example } from './readme-example.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('README', () => {
  const readme = read('../README.md');

  it('shows the example that runs here', async () => {
    expect(readme).toContain(read('./readme-example.ts'));
    expect(await example()).toEqual([
      503,
      503,
      expect.stringMatching(/"h".*\r\n\r\n.*message_stop/s),
      expect.stringContaining('overloaded_error'),
      'terminated',
    ]);
  });

  it('names every fault and answer', () => {
    for (const name of Object.keys(everything)) expect(readme).toContain(name);
  });
});
