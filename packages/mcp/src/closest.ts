/**
 * The names most like the one given, best first. What counts is how many pairs of neighbouring
 * letters two names share (Dice's coefficient), in the whole and behind the maker's prefix.
 */
export function closest(name: string, names: readonly string[], most: number): string[] {
  const wanted = [pairs(name), pairs(shortName(name))] as const;
  return names
    .map((candidate) => {
      const whole = similarity(wanted[0], pairs(candidate));
      const short = similarity(wanted[1], pairs(shortName(candidate)));
      return { candidate, score: whole + short };
    })
    .filter(({ score }) => score > 0.5)
    .sort((a, b) => b.score - a.score || a.candidate.length - b.candidate.length)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function pairs(name: string): Set<string> {
  const text = name.toLowerCase().slice(0, 128);
  const found = new Set<string>();
  for (let i = 0; i + 1 < text.length; i++) found.add(text.slice(i, i + 2));
  return found;
}

function similarity(a: Set<string>, b: Set<string>): number {
  let shared = 0;
  for (const pair of a) if (b.has(pair)) shared++;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
}
