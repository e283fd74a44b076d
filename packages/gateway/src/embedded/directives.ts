import { invalidRequest } from './refusal.ts';

/**
 * What a caller wants to go wrong on purpose, to rehearse how a workflow bears it.
 *
 * Directives stand behind the model's id, each after a colon (`openai/gpt-4o:slow-2000:cut-10`),
 * or in the header `x-ofox-embedded` with commas between them (`slow=2000, cut=10`); `-` and `=`
 * mean the same. A number that is left out has the value in brackets.
 *
 * | directive      | what happens |
 * |----------------|--------------|
 * | `error-STATUS` | the request fails with this HTTP status, 400 to 599 (500) |
 * | `flaky-N`      | every Nth request to this model fails with 503 (2) |
 * | `slow-MS`      | so many milliseconds pass before the answer begins (2000) |
 * | `pace-MS`      | so many milliseconds pass before each token (50) |
 * | `cut-N`        | the stream breaks after N tokens (10) |
 * | `hang`         | no answer ever comes |
 * | `refuse`       | the model declines |
 * | `filter`       | a content filter ends the answer after a few words |
 * | `empty`        | the answer is empty |
 * | `redacted`     | the model thinks, and its thoughts are withheld |
 */
export interface Directives {
  error?: number;
  flaky?: number;
  slow?: number;
  pace?: number;
  cut?: number;
  hang?: true;
  refuse?: true;
  filter?: true;
  empty?: true;
  redacted?: true;
}

const NUMBERS = {
  error: { min: 400, max: 599, usual: 500 },
  flaky: { min: 2, max: 1000, usual: 2 },
  slow: { min: 0, max: 600_000, usual: 2000 },
  pace: { min: 0, max: 60_000, usual: 50 },
  cut: { min: 0, max: 1_000_000, usual: 10 },
} as const;

const FLAGS = ['hang', 'refuse', 'filter', 'empty', 'redacted'] as const;

/** Directives that mean something where no text is written. */
const FOR_ANY_REQUEST: readonly string[] = ['error', 'flaky', 'slow', 'hang'];

const FORM = /^([a-z]+)(?:[-=](\d{1,9}))?$/;

/** Cuts a model's name into its id and the directives behind it. */
export function splitModelName(name: string): { id: string; suffixes: string[] } {
  const [id = '', ...suffixes] = name.split(':');
  return { id, suffixes };
}

/**
 * Reads the directives of the model's name and of the header; the header's win.
 * @throws OfoxError of kind `invalid_request` that names a directive that is unknown or out of range.
 */
export function readDirectives(suffixes: string[], header: string | undefined): Directives {
  const read: Directives = {};
  for (const word of suffixes) readWord(word.trim(), 'model', read);
  for (const word of (header ?? '').split(',')) {
    if (word.trim() !== '') readWord(word.trim(), 'x-ofox-embedded', read);
  }
  return read;
}

/**
 * @throws OfoxError of kind `invalid_request` for a directive that only a conversation can obey.
 */
export function refuseChatDirectives(directives: Directives): void {
  for (const name of Object.keys(directives)) {
    if (!FOR_ANY_REQUEST.includes(name)) {
      throw invalidRequest('model', `The directive ${name} means something in chats only.`);
    }
  }
}

function readWord(word: string, param: string, into: Directives): void {
  const [, name = '', digits] = FORM.exec(word) ?? [];
  if (digits === undefined && (FLAGS as readonly string[]).includes(name)) {
    into[name as (typeof FLAGS)[number]] = true;
    return;
  }
  if (!Object.hasOwn(NUMBERS, name)) {
    const known = [...Object.keys(NUMBERS).map((key) => `${key}-NUMBER`), ...FLAGS].join(', ');
    throw invalidRequest(
      param,
      `${JSON.stringify(word.slice(0, 60))} is no directive of the offline models. They know: ${known}.`,
    );
  }
  const { min, max, usual } = NUMBERS[name as keyof typeof NUMBERS];
  const value = digits === undefined ? usual : Number(digits);
  if (value < min || value > max) {
    throw invalidRequest(
      param,
      `The directive ${name} takes a number from ${min} to ${max}, not ${value}.`,
    );
  }
  into[name as keyof typeof NUMBERS] = value;
}
