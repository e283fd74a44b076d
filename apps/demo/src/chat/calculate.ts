/**
 * Works out an expression of numbers, `+ - * / ^`, a minus sign and brackets.
 * @throws Error that says where it makes no sense.
 */
export function calculate(expression: string): number {
  const tokens = expression.match(/\d+(?:\.\d+)?|[-+*/^()]|\S/g) ?? [];
  let at = 0;

  function sum(): number {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-') {
      value = tokens[at++] === '+' ? value + product() : value - product();
    }
    return value;
  }

  function product(): number {
    let value = power();
    while (tokens[at] === '*' || tokens[at] === '/') {
      value = tokens[at++] === '*' ? value * power() : value / power();
    }
    return value;
  }

  function power(): number {
    if (tokens[at] === '-') {
      at += 1;
      return -power();
    }
    const base = atom();
    if (tokens[at] !== '^') return base;
    at += 1;
    return base ** power();
  }

  function atom(): number {
    const token = tokens[at++];
    if (token === '(') {
      const value = sum();
      if (tokens[at++] !== ')') throw new Error('A bracket is not closed.');
      return value;
    }
    const value = Number(token);
    if (token === undefined || Number.isNaN(value)) {
      throw new Error(`${token ?? 'The end'} was not expected in ${expression}.`);
    }
    return value;
  }

  const value = sum();
  if (at < tokens.length) throw new Error(`${tokens[at]} was not expected in ${expression}.`);
  return value;
}
