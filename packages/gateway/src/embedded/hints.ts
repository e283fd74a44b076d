import { findSum, type Sum } from './arithmetic.ts';

/** Longer messages are searched in their first and last characters only, half of this each. */
const SEARCHED_LENGTH = 8000;

/** What a message holds that could fill a field. */
export interface Hints {
  /** The message, shortened when it is very long. */
  text: string;
  /** Its words in lower case with one space around each, to look words up in. */
  words: string;
  /** `key: value`, `key = value` and `the key is value`, by {@link fieldKey}. */
  pairs: Map<string, string>;
  numbers: number[];
  emails: string[];
  urls: string[];
  dates: string[];
  dateTimes: string[];
  uuids: string[];
  quoted: string[];
  /** What the message is about, item by item: Paris and Tokyo in "the weather in Paris and Tokyo". */
  subjects: string[];
  /** The same in one piece. */
  phrase: string | undefined;
  /** Capitalised words that belong together. */
  names: string[];
  sum: Sum | undefined;
}

const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g;
const URL_PATTERN = /https?:\/\/[^\s"'<>)\]]{1,500}[^\s"'<>)\].,;!?]/g;
const UUID = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi;
const DATE_TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)\b/g;
const DATE = /\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b/g;
const QUOTED =
  /"([^"\n]{1,500})"|“([^”\n]{1,500})”|`([^`\n]{1,500})`|(?<!\w)'([^'\n]{1,500})'(?!\w)/g;
const PREPOSITION = /\b(?:in|for|of|about|at|near|from|to|on|with|using|between)\b/i;
const TRAILING =
  /\s(?:please|today|tomorrow|tonight|now|right now|this week|is|are|was|like|as|by|and then)\b.*$/i;
const NO_KEY =
  /^(?:what|who|where|when|why|how|which|this|that|it|there|he|she|they|note|question|task|user)$/i;
const NO_NAME =
  /^(?:i|what|who|where|when|why|how|which|is|are|do|does|can|could|please|tell|get|give|show|find|search|extract|compare|write|say|send|call|use|make|create|list|look|check|the|a|an|my|hello|hi|and|answer|reply|return|parse|describe|summarise|summarize|json|if|then|you|your|it|this|that)$/i;

/** The name of a field without what differs from one spelling to another. */
export function fieldKey(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether the message has these words, in this order and side by side. */
export function mentions(hints: Hints, value: string): boolean {
  const words = plainWords(value);
  return words.trim() !== '' && hints.words.includes(words);
}

function plainWords(text: string): string {
  return ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
}

/** Looks through a message for what could fill a field of a schema. */
export function readHints(message: string): Hints {
  const half = SEARCHED_LENGTH / 2;
  const text =
    message.length <= SEARCHED_LENGTH
      ? message
      : `${message.slice(0, half)}\n${message.slice(-half)}`;
  const taken: string[] = [text];
  const take = (pattern: RegExp): string[] => {
    const found = taken[0]?.match(pattern) ?? [];
    taken[0] = taken[0]?.replace(pattern, ' ') ?? '';
    return [...found];
  };
  const urls = take(URL_PATTERN);
  const emails = take(EMAIL);
  const uuids = take(UUID);
  const dateTimes = take(DATE_TIME);
  const dates = take(DATE);
  const rest = taken[0] ?? '';
  const { subjects, phrase } = readSubjects(rest);
  return {
    text,
    words: plainWords(text),
    pairs: readPairs(text),
    numbers: (rest.match(/(?<![\w.])-?\d{1,15}(?:\.\d{1,15})?(?![\w]|\.\d)/g) ?? []).map(Number),
    emails,
    urls,
    dates,
    dateTimes,
    uuids,
    quoted: [...text.matchAll(QUOTED)].map(([, ...groups]) => groups.find(Boolean) ?? ''),
    subjects,
    phrase,
    names: readNames(rest),
    sum: findSum(rest),
  };
}

function readPairs(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const clause of text.split(/[,;\n{}]|\sand\s|\.\s/)) {
    const match =
      /([\p{L}_][\p{L}\p{N}_-]{0,40})["'`]?\s{0,3}(?:[:=](?!\/\/)|\sis\s)\s{0,3}(\S.{0,300})$/u.exec(
        clause.slice(0, 400),
      );
    const [, key = '', value = ''] = match ?? [];
    if (key === '' || NO_KEY.test(key)) continue;
    const bare = value.trim().replace(/^["'`](.*)["'`][.!?]?$|[.!?]$/, '$1');
    if (bare !== '' && !pairs.has(fieldKey(key))) pairs.set(fieldKey(key), bare);
  }
  return pairs;
}

function readSubjects(text: string): { subjects: string[]; phrase: string | undefined } {
  let first: { subjects: string[]; phrase: string } | undefined;
  for (const sentence of text.split(/[?!;\n]|\.(?:\s|$)/)) {
    for (const piece of sentence.split(PREPOSITION).slice(1)) {
      const phrase = piece.replace(TRAILING, '').trim();
      const subjects = splitItems(phrase);
      if (subjects.length === 0) continue;
      const found = { subjects, phrase };
      if (subjects.some((subject) => /^\p{Lu}/u.test(subject))) return found;
      first ??= found;
    }
  }
  return first ?? { subjects: [], phrase: undefined };
}

/** Cuts "Paris, Tokyo and San Francisco, CA" into three. */
function splitItems(phrase: string): string[] {
  const items: string[] = [];
  for (const piece of phrase.split(/,|\band\b|\bor\b|&/)) {
    const item = piece
      .trim()
      .replace(/^(?:the|an?|my|our|your|both)\s+/i, '')
      .replace(/["'`]/g, '');
    if (/^[A-Z]{2}$/.test(item) && items.length > 0) items.push(`${items.pop()}, ${item}`);
    else if (item !== '' && item.split(/\s+/).length <= 5) items.push(item);
  }
  return items;
}

function readNames(text: string): string[] {
  const names: string[] = [];
  for (const [run] of text.matchAll(/\p{Lu}[\p{L}\p{M}'’-]*(?: \p{Lu}[\p{L}\p{M}'’-]*){0,4}/gu)) {
    const words = run.split(' ');
    while (words[0] !== undefined && NO_NAME.test(words[0])) words.shift();
    if (words.length > 0) names.push(words.join(' ').replace(/['’]s$/, ''));
  }
  return [...new Set(names)];
}
