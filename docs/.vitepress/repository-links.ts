import { posix } from 'node:path';

export const REPOSITORY = 'https://github.com/ofoxai/ofox';
const PAGES = `${REPOSITORY}/blob/main/docs/`;
const RAW = 'https://raw.githubusercontent.com/ofoxai/ofox/main/docs/';

/**
 * Where a link leads on the site. Pages link to one another, and to the rest of the repository, by
 * relative paths, which GitHub follows too; the READMEs of packages, which the site includes, use
 * whole addresses, since they are also read on npm.
 *
 * @param page the page's path, relative to `docs`.
 */
export function siteLink(href: string, page: string): string {
  const [file = '', anchor] = href.split('#');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (file.startsWith(PAGES) && file.endsWith('.md')) return `/${file.slice(PAGES.length)}${hash}`;
  if (file === '' || /^(?:[a-z]+:|\/)/.test(file)) return href;
  const target = posix.join('docs', posix.dirname(page), file);
  return target.startsWith('docs/') ? href : `${REPOSITORY}/tree/main/${target}${hash}`;
}

/** Where a picture is: those that READMEs show by their whole addresses are here too. */
export function sitePicture(src: string, page: string): string {
  if (!src.startsWith(RAW)) return src;
  return posix.relative(posix.dirname(page), src.slice(RAW.length));
}
