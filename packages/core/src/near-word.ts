/**
 * Whether somebody who wrote one word may have meant the other: letters apart from their case and
 * from `_` and `-`, at most one is missing, too much, wrong, or has changed places with the next.
 */
export function isNearWord(one: string, other: string): boolean {
  const [a, b] = [bare(one), bare(other)];
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const rest = (word: string, skipped: number) => word.slice(at + skipped);
  return (
    rest(a, 1) === rest(b, 1) ||
    rest(a, 0) === rest(b, 1) ||
    rest(a, 1) === rest(b, 0) ||
    (a[at] === b[at + 1] && a[at + 1] === b[at] && rest(a, 2) === rest(b, 2))
  );
}

function bare(word: string): string {
  return word.toLowerCase().replace(/[_-]/g, '');
}
