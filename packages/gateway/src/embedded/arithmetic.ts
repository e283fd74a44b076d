/** A sum found in a text. */
export interface Sum {
  /** As it was computed: `12 * 7`. */
  expression: string;
  value: number;
  /** The value with at most twelve significant digits. */
  result: string;
}

const WORDS: [RegExp, string][] = [
  [/\b(?:the sum of|add) (-?\d[\d.]*) (?:and|to) (?=-?\d)/gi, '$1 + '],
  [/\bthe difference (?:of|between) (-?\d[\d.]*) and (?=-?\d)/gi, '$1 - '],
  [/\b(?:the product of|multiply) (-?\d[\d.]*) (?:and|by|with) (?=-?\d)/gi, '$1 * '],
  [/\b(?:the quotient of|divide) (-?\d[\d.]*) (?:and|by) (?=-?\d)/gi, '$1 / '],
  [/\bplus\b|\badded to\b/gi, '+'],
  [/\bminus\b/gi, '-'],
  [/\btimes\b|\bmultiplied by\b|×|·/gi, '*'],
  [/\bdivided by\b|÷/gi, '/'],
  [/\bto the power of\b|\*\*/gi, '^'],
  [/(?<=\d\s?)x(?=\s?\d)/gi, '*'],
];
const DATE = /\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b/g;
const CANDIDATE = /[-(\d][-+*/^().\d\s]{1,200}[\d)]/g;
const OPERATOR = /[\d)]\s*[+*/^]\s*[-(\d]|[\d)]\s+-\s+[-(\d]|\d-\d/;
/** `555-1234` and `10-20` are numbers and ranges; only spaces make a difference of them. */
const RANGE = /^\d+(?:-\d+)+$/;

/** The first sum of a text that can be worked out: `12*7`, `3 plus 4`, `(1 + 2) ^ 3`. */
export function findSum(text: string): Sum | undefined {
  let plain = text.slice(0, 4000).replace(DATE, ' ');
  for (const [word, sign] of WORDS) plain = plain.replace(word, sign);
  for (const [candidate] of plain.matchAll(CANDIDATE)) {
    const trimmed = candidate.trim();
    if (!OPERATOR.test(trimmed) || RANGE.test(trimmed)) continue;
    const value = evaluate(trimmed);
    if (value === undefined || !Number.isFinite(value)) continue;
    const expression = trimmed.replace(/\s+/g, '').replace(/(?<=[\d)])([-+*/])/g, ' $1 ');
    return { expression, value, result: String(Number(value.toPrecision(12))) };
  }
  return undefined;
}

/** Works out `+ - * / ^` and brackets; `undefined` when the text is not wholly an expression. */
function evaluate(text: string): number | undefined {
  const tokens = text.match(/\d+(?:\.\d+)?|[-+*/^()]/g) ?? [];
  if (tokens.join('') !== text.replace(/\s+/g, '')) return undefined;
  let next = 0;

  const primary = (): number => {
    const token = tokens[next++];
    if (token === '-') return -power();
    if (token === '(') {
      const inner = sum();
      return tokens[next++] === ')' ? inner : Number.NaN;
    }
    return token === undefined ? Number.NaN : Number(token);
  };
  const power = (): number => {
    const base = primary();
    if (tokens[next] !== '^') return base;
    next++;
    return base ** power();
  };
  const product = (): number => {
    let value = power();
    while (tokens[next] === '*' || tokens[next] === '/') {
      value = tokens[next++] === '*' ? value * power() : value / power();
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (tokens[next] === '+' || tokens[next] === '-') {
      value = tokens[next++] === '+' ? value + product() : value - product();
    }
    return value;
  };

  const value = sum();
  return next === tokens.length && !Number.isNaN(value) ? value : undefined;
}
