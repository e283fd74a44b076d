/** What a system prompt, or the message itself, says of how the answer should look. */
export interface Style {
  letters?: 'upper' | 'lower';
  brevity?: 'word' | 'sentence';
  /** A language other than English, which the offline model does not write. */
  language?: string;
  /** What every answer should begin or end with. */
  begin?: string;
  end?: string;
}

const LANGUAGES =
  /\b(?:in|speak|use)\s+(arabic|chinese|dutch|french|german|greek|hindi|italian|japanese|korean|polish|portuguese|russian|spanish|swedish|turkish|ukrainian)\b/i;
const BEGIN = /\b(?:start|begin|prefix)\s[^.\n"']{0,60}\bwith:?\s+["'“]?([^"'”.\n]{1,80})/i;
const END = /\b(?:end|finish)\s[^.\n"']{0,60}\bwith:?\s+["'“]?([^"'”.\n]{1,80})/i;

/** Reads what can be obeyed without understanding. */
export function readStyle(instructions: string): Style {
  const style: Style = {};
  if (/\b(?:upper ?case|all caps|capital letters|capitals)\b/i.test(instructions))
    style.letters = 'upper';
  else if (/\blower ?case\b/i.test(instructions)) style.letters = 'lower';
  if (/\b(?:one|single) word\b/i.test(instructions)) style.brevity = 'word';
  else if (/\b(?:one|single) sentence\b/i.test(instructions)) style.brevity = 'sentence';
  const language = LANGUAGES.exec(instructions)?.[1];
  if (language) style.language = language.charAt(0).toUpperCase() + language.slice(1).toLowerCase();
  const begin = BEGIN.exec(instructions)?.[1]?.trim();
  if (begin) style.begin = begin;
  const end = END.exec(instructions)?.[1]?.trim();
  if (end) style.end = end;
  return style;
}

/** The answer as the style wants it. `word` is what it comes down to in one word. */
export function applyStyle(style: Style, answer: { text: string; word: string }): string {
  let { text } = answer;
  if (style.brevity === 'word') text = answer.word;
  else if (style.brevity === 'sentence') text = /^[\s\S]*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
  if (style.language && style.brevity === undefined) {
    text = `(${style.language} was asked for; the offline model writes English.) ${text}`;
  }
  if (style.begin !== undefined) text = `${style.begin} ${text}`;
  if (style.end !== undefined) text = `${text} ${style.end}`;
  if (style.letters === 'upper') return text.toUpperCase();
  return style.letters === 'lower' ? text.toLowerCase() : text;
}
