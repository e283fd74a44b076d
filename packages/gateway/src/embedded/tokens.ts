/**
 * A word of up to six letters, one ideograph, up to three digits or one sign, each with the space
 * before it, or a run of white space. Every character is in exactly one token.
 */
const TOKEN =
  / ?(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|(?:\p{L}\p{M}*){1,6}|\p{N}{1,3}|[^\s\p{L}\p{N}])|\s{1,16}/gu;

/**
 * Cuts a text into tokens that add up to it. They are no model's own: a token is about four letters
 * of English, as it is with the real ones, and that is all that is promised.
 */
export function* tokenize(text: string): Generator<string> {
  for (const [token] of text.matchAll(TOKEN)) yield token;
}

/** How many tokens {@link tokenize} makes of a text. */
export function countTextTokens(text: string): number {
  let count = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.test(text)) count++;
  return count;
}
