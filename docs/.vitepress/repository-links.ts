import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

export const REPOSITORY = 'https://github.com/ofoxai/ofox';
const PAGES = `${REPOSITORY}/blob/main/docs/`;
const RAW = 'https://raw.githubusercontent.com/ofoxai/ofox/main/docs/';
const INCLUDE = /^<!--@include: (\S+)-->\s*$/;

/**
 * The file that a page's text stands in, from the root of the repository: some pages are nothing but
 * a README of elsewhere.
 *
 * @param file the page's path on this machine.
 * @param page the same, relative to `docs`.
 */
export function sourceOf(file: string, page: string): string {
  const path = posix.join('docs', page);
  const [, included] = INCLUDE.exec(readFileSync(file, 'utf8')) ?? [];
  return included === undefined ? path : posix.join(posix.dirname(path), included);
}

/**
 * Where a link leads on the site. Pages link to one another, and to the rest of the repository, by
 * relative paths, which GitHub follows too; READMEs that are also read on npm use whole addresses.
 *
 * @param source the file that the link stands in, from the root of the repository.
 */
export function siteLink(href: string, source: string): string {
  const [file = '', anchor] = href.split('#');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (file.startsWith(PAGES) && file.endsWith('.md')) return `/${file.slice(PAGES.length)}${hash}`;
  if (file === '' || /^(?:[a-z]+:|\/)/.test(file)) return href;
  const target = posix.join(posix.dirname(source), file);
  if (target.startsWith('docs/')) return `/${target.slice('docs/'.length)}${hash}`;
  return `${REPOSITORY}/tree/main/${target}${hash}`;
}

/**
 * Where a picture is: those that READMEs show by their whole addresses are here too.
 *
 * @param page the page that shows it, relative to `docs`.
 */
export function sitePicture(src: string, page: string): string {
  return src.startsWith(RAW) ? posix.relative(posix.dirname(page), src.slice(RAW.length)) : src;
}
