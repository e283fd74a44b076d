/**
 * The anchor of a heading, as GitHub makes it: lower case, without punctuation, a dash for each space.
 * The site uses the same, so that a link into a page holds in both places.
 */
export function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}
