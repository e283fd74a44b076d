import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { substituteEnvironment } from '../../packages/gateway/src/config/environment.ts';
import { checkConfig } from '../../packages/gateway/src/config/load.ts';
import { blocksOf, pages } from './pages.ts';

const blocks = pages.flatMap((page) =>
  blocksOf(page).map((block, index) => ({ ...block, title: `${page.path} block ${index}` })),
);

/** Every variable of the environment is set. */
const anything = new Proxy<Record<string, string>>({}, { get: () => 'redis://sk-test-value' });

describe('data in the pages', () => {
  it.each(blocks.filter(({ language }) => language === 'json'))('$title is JSON', ({ code }) => {
    expect(() => JSON.parse(code)).not.toThrow();
  });

  it.each(blocks.filter(({ language, name }) => language === 'yaml' && name === 'gateway'))(
    '$title configures the gateway',
    ({ code, title }) => {
      const { value, problems } = substituteEnvironment(parse(code), anything);
      expect(problems).toEqual([]);
      expect(() => checkConfig(value, title)).not.toThrow();
    },
  );
});
