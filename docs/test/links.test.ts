import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { anchorOf } from '../.vitepress/anchor.ts';
import { REPOSITORY } from '../.vitepress/repository-links.ts';
import { pages, proseOf } from './pages.ts';

const RAW = 'https://raw.githubusercontent.com/ofoxai/ofox/main/';
const root = fileURLToPath(new URL('../../', import.meta.url));
const anchors = new Map(pages.map((page) => [page.path, anchorsOf(proseOf(page))]));

describe('links', () => {
  it.each(pages)('of $path lead somewhere', (page) => {
    const broken = linksOf(proseOf(page)).filter((link) => !leadsSomewhere(link, page.path));
    expect(broken).toEqual([]);
  });

  it.each([
    ['packages/missing', 'README.md', false],
    ['#your-sdk', 'README.md', true],
    ['#no-such-heading', 'README.md', false],
    ['../README.md#your-sdk', 'docs/gateway.md', true],
    ['gateway.md#no-such-heading', 'docs/protocols.md', false],
    [`${REPOSITORY}/blob/main/docs/gateway.md#keys`, 'README.md', true],
    [`${REPOSITORY}/tree/main/no-such-folder`, 'README.md', false],
  ])('%s in %s: %s', (link, page, isGood) => {
    expect(leadsSomewhere(link, page)).toBe(isGood);
  });
});

function linksOf(prose: string): string[] {
  const text = prose.replace(/`[^`\n]*`/g, '');
  return [
    ...text.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g),
    ...text.matchAll(/(?:href|src|srcset|link|light|dark)[=:] ?"([^"]+)"/g),
    ...text.matchAll(/^\s*(?:link|src): (\S+)$/gm),
  ].map(([, link = '']) => link);
}

function anchorsOf(prose: string): Set<string> {
  const seen = new Map<string, number>();
  return new Set(
    [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
      const anchor = anchorOf(heading.replace(/\[([^\]]*)\]\([^)]*\)|[`*]/g, '$1'));
      const count = seen.get(anchor) ?? 0;
      seen.set(anchor, count + 1);
      return count === 0 ? anchor : `${anchor}-${count}`;
    }),
  );
}

/** Addresses outside of the repository are not asked for. */
function leadsSomewhere(link: string, page: string): boolean {
  const [target = '', anchor] = link.split('#');
  const file = fileOf(target, page);
  if (file === undefined) return true;
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || (anchors.get(file)?.has(anchor) ?? !file.endsWith('.md'));
}

/** The path in the repository that a link means; `undefined` when it leads out. */
function fileOf(target: string, page: string): string | undefined {
  const [, own] = new RegExp(`^${REPOSITORY}/(?:blob|tree)/main/(.*)$`).exec(target) ?? [];
  if (target.startsWith(RAW)) return target.slice(RAW.length);
  // Releases write the changelogs.
  if (own?.endsWith('/CHANGELOG.md')) return undefined;
  if (own !== undefined) return own;
  if (/^[a-z]+:/.test(target)) return undefined;
  if (target === '') return page;
  if (target.startsWith('/')) return siteFile(target);
  return normalize(join(dirname(page), target));
}

/** Front matter names pages of the site without their ending. */
function siteFile(target: string): string {
  const path = `docs${target}`;
  if (existsSync(join(root, `${path}.md`))) return `${path}.md`;
  const asset = `docs/public${target}`;
  return existsSync(join(root, asset)) ? asset : path;
}
