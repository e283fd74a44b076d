const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const PRINTABLE = [...`${LETTERS}${LETTERS.toUpperCase()}0123456789-_ .,:;/+*#@!?()[]{}'"`];
const CLASSES: Record<string, string[]> = {
  d: [...'0123456789'],
  w: [...`${LETTERS}${LETTERS.toUpperCase()}0123456789_`],
  s: [' '],
  D: PRINTABLE.filter((letter) => !/\d/.test(letter)),
  W: PRINTABLE.filter((letter) => !/\w/.test(letter)),
  S: PRINTABLE.filter((letter) => !/\s/.test(letter)),
};
const ESCAPED: Record<string, string> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', '0': '\0' };
const LONGEST = 2000;

/**
 * A string that a regular expression of JSON Schema's `pattern` matches. Understood are literals,
 * classes, groups, alternatives, quantifiers and anchors; what looks ahead, behind or back is
 * passed over, so that the string may then not match. The expression is never run.
 *
 * @param extra how often more than needed a thing is repeated that may be.
 */
export function stringOfPattern(pattern: string, extra: number): string {
  return new PatternReader(pattern, extra).alternatives();
}

class PatternReader {
  readonly #pattern: string;
  readonly #extra: number;
  #at = 0;
  /** Counts what was picked, so that one class gives different letters in turn. */
  #picked = 0;

  constructor(pattern: string, extra: number) {
    this.#pattern = pattern;
    this.#extra = extra;
  }

  /** Writes the first alternative and skips the others, up to the end or a closing bracket. */
  alternatives(): string {
    const first = this.#sequence();
    while (this.#pattern[this.#at] === '|') {
      this.#at++;
      this.#sequence();
    }
    return first;
  }

  #sequence(): string {
    let text = '';
    for (;;) {
      const next = this.#pattern[this.#at];
      if (next === undefined || next === '|' || next === ')') return text.slice(0, LONGEST);
      const atom = this.#atom();
      const [least, most] = this.#quantifier();
      const times = Math.min(most, least + (most > least ? this.#extra : 0), LONGEST);
      for (let count = 0; count < times && text.length < LONGEST; count++) text += atom();
    }
  }

  #atom(): () => string {
    const next = this.#pattern[this.#at++];
    switch (next) {
      case '^':
      case '$':
        return () => '';
      case '.':
        return () => this.#pick(CLASSES.w ?? []);
      case '(':
        return this.#group();
      case '[': {
        const letters = this.#class();
        return () => this.#pick(letters);
      }
      case '\\':
        return this.#escape();
      default:
        return () => next ?? '';
    }
  }

  #group(): () => string {
    const [opening] = /^\?(?:[:=!]|<[=!]|<[^>]*>)/.exec(
      this.#pattern.slice(this.#at, this.#at + 80),
    ) ?? [''];
    this.#at += opening.length;
    const inner = this.alternatives();
    this.#at++;
    return /[=!]$/.test(opening) ? () => '' : () => inner;
  }

  #escape(): () => string {
    const letter = this.#pattern[this.#at++] ?? '\\';
    const letters = CLASSES[letter];
    if (letters) return () => this.#pick(letters);
    if (letter === 'b' || letter === 'B') return () => '';
    const property = letter === 'p' ? /^\{([^}]*)\}/.exec(this.#pattern.slice(this.#at)) : null;
    if (property) {
      this.#at += property[0].length;
      const name = property[1] ?? '';
      const of = name.startsWith('N')
        ? CLASSES.d
        : [...(name === 'Lu' ? LETTERS.toUpperCase() : LETTERS)];
      return () => this.#pick(of ?? []);
    }
    const code =
      letter === 'u' || letter === 'x'
        ? /^[0-9a-fA-F]{2,4}/.exec(this.#pattern.slice(this.#at))
        : null;
    if (code) {
      const digits = code[0].slice(0, letter === 'u' ? 4 : 2);
      this.#at += digits.length;
      return () => String.fromCharCode(Number.parseInt(digits, 16));
    }
    return () => ESCAPED[letter] ?? letter;
  }

  /** The letters of a class; of one that excludes, those printable letters that are left. */
  #class(): string[] {
    const excludes = this.#pattern[this.#at] === '^';
    if (excludes) this.#at++;
    const letters: string[] = [];
    while (this.#at < this.#pattern.length && this.#pattern[this.#at] !== ']') {
      const from = this.#classLetter();
      if (
        from.length === 1 &&
        this.#pattern[this.#at] === '-' &&
        this.#pattern[this.#at + 1] !== ']'
      ) {
        this.#at++;
        const last = this.#classLetter()[0]?.charCodeAt(0) ?? 0;
        for (let code = from[0]?.charCodeAt(0) ?? 0; code <= last && letters.length < 200; code++) {
          letters.push(String.fromCharCode(code));
        }
      } else {
        letters.push(...from);
      }
    }
    this.#at++;
    return excludes ? PRINTABLE.filter((letter) => !letters.includes(letter)) : letters;
  }

  #classLetter(): string[] {
    const letter = this.#pattern[this.#at++] ?? '';
    if (letter !== '\\') return [letter];
    const escaped = this.#pattern[this.#at++] ?? '';
    return CLASSES[escaped] ?? [ESCAPED[escaped] ?? escaped];
  }

  #quantifier(): [least: number, most: number] {
    const match = /^(?:([*+?])|\{(\d{1,6})(,(\d{0,6}))?\})\??/.exec(
      this.#pattern.slice(this.#at, this.#at + 20),
    );
    if (!match) return [1, 1];
    this.#at += match[0].length;
    const [, sign, least = '', range, most = ''] = match;
    if (sign === '?') return [0, 1];
    if (sign !== undefined) return [sign === '+' ? 1 : 0, Number.POSITIVE_INFINITY];
    const low = Number(least);
    if (range === undefined) return [low, low];
    return [low, most === '' ? Number.POSITIVE_INFINITY : Number(most)];
  }

  #pick(letters: readonly string[]): string {
    return letters.length === 0 ? '' : (letters[this.#picked++ % letters.length] as string);
  }
}
