/**
 * What a page shows of an output, as a pattern for what came out: `…` stands for anything, and a
 * line of it alone for any lines.
 */
export function shownAs(output: string): RegExp {
  const pattern = output
    .trim()
    .split('…')
    .map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[\\s\\S]*?');
  return new RegExp(`^${pattern}$`);
}
