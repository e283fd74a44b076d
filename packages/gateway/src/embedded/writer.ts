import type { ChatRequest, MediaPart } from '@ofoxai/core';
import { findSum } from './arithmetic.ts';
import { inspectMedia } from './media.ts';
import { type ProseLength, writeProse } from './prose.ts';
import { seededRandom } from './random.ts';
import { applyStyle, readStyle } from './style.ts';
import { messageText, systemText, type Turn } from './turn.ts';

/** An answer, and what it comes down to in one word. */
interface Answer {
  text: string;
  word: string;
}

const LITERAL =
  /(?:^|[.!?\n:]\s{0,8}|\bplease\s|\bjust\s)(say|repeat(?: after me)?|echo|print|(?:reply|respond|answer)(?: only| just| exactly)? with)(?:\s{1,8}(?:exactly|only|just|back|the (?:single )?words?|the text|this|nothing but)){0,3}\s{0,8}:?\s{1,8}(\S[\s\S]*)$/i;
/** "Answer with the number" tells what kind of answer is wanted, not its words. */
const KIND_OF_ANSWER = /^(?:the|an?|your|one|some|any|yes or no|json)\b/i;
const QUOTED = /^(?:"([^"]+)"|'([^']+)'|“([^”]+)”|`([^`]+)`)/;
const COUNT = /\bcount\s+(?:from\s+(-?\d{1,6})\s+)?(?:up\s+)?to\s+(-?\d{1,6})/i;
const LENGTH =
  /(?:\b(?:write|tell|give|generate|produce|compose|make|draft|create|need|want)\b[^.\n]{0,60}?\b(\d{1,6}) |\b(\d{1,6})-)(word|sentence|paragraph|line)s?\b/i;
const LONG_FORM =
  /\b(?:write|tell|compose|draft)\b[^.\n]{0,40}\b(story|essay|poem|article|letter|speech|report|tale)\b/i;
const LONGEST_COUNT = 10_000;

/**
 * What the offline model says to a message. It repeats what it is told to, counts, works out sums,
 * fills lengths, tells what it was shown, remembers names, reports what tools answered, and
 * otherwise tells what it received; how it looks follows the system prompt. It makes up nothing.
 *
 * @param model the id under which it answers.
 */
export function writeAnswer(request: ChatRequest, turn: Turn, model: string): string {
  const system = systemText(request);
  const literal = turn.results.length === 0 ? repeat(turn.text) : undefined;
  const answer = literal ?? compose(request, turn, model, system);
  // A message that says how to answer is obeyed too, unless the words themselves were given.
  return applyStyle(readStyle(literal ? system : `${system}\n${turn.text}`), answer);
}

function compose(request: ChatRequest, turn: Turn, model: string, system: string): Answer {
  const { text } = turn;
  if (turn.results.length > 0) return reportResults(turn);
  return (
    count(text) ??
    fill(text, model) ??
    workOut(text) ??
    recall(request, turn) ??
    reflect(request, turn, model, system)
  );
}

function repeat(text: string): Answer | undefined {
  const [, verb = '', rest = ''] = LITERAL.exec(text.trimEnd()) ?? [];
  if (rest === '') return undefined;
  const quoted = QUOTED.exec(rest)?.slice(1).find(Boolean);
  if (quoted === undefined && /with$/i.test(verb) && KIND_OF_ANSWER.test(rest)) return undefined;
  const words = quoted ?? (rest.indexOf('.') === rest.length - 1 ? rest.slice(0, -1) : rest);
  return { text: words, word: words.split(/\s+/)[0] ?? '' };
}

function count(text: string): Answer | undefined {
  const [match, from = '1', to = ''] = COUNT.exec(text) ?? [];
  if (match === undefined) return undefined;
  const [first, last] = [Number(from), Number(to)];
  const step = first <= last ? 1 : -1;
  const length = Math.min(Math.abs(last - first) + 1, LONGEST_COUNT);
  const numbers = Array.from({ length }, (_, index) => first + index * step);
  return { text: numbers.join(', '), word: String(numbers.at(-1)) };
}

function fill(text: string, model: string): Answer | undefined {
  const [, spaced, hyphened, unit = ''] = LENGTH.exec(text) ?? [];
  const digits = spaced ?? hyphened;
  const kind = LONG_FORM.exec(text)?.[1];
  if (digits === undefined && kind === undefined) return undefined;
  const wanted: ProseLength =
    digits === undefined
      ? { unit: kind?.toLowerCase() === 'poem' ? 'lines' : 'sentences', count: 12 }
      : { unit: `${unit.toLowerCase()}s` as ProseLength['unit'], count: Number(digits) };
  return { text: writeProse(wanted, seededRandom(`${model} ${text}`)), word: 'Filler' };
}

function workOut(text: string): Answer | undefined {
  const sum = findSum(text);
  if (!sum) return undefined;
  const bare =
    /\b(?:only|just)\b[^.\n]{0,30}\b(?:number|result|answer|digits)\b|\bnumber only\b/i.test(text);
  return { text: bare ? sum.result : `${sum.expression} = ${sum.result}.`, word: sum.result };
}

/** Answers from the conversation itself what only memory can tell. */
function recall(request: ChatRequest, { text, start }: Turn): Answer | undefined {
  const earlier = request.messages
    .slice(0, Math.max(0, start))
    .filter(({ role }) => role === 'user')
    .map(messageText);
  if (
    /\b(?:what(?:'s| is)|who(?: am| is)|do you (?:know|remember))\b[^.\n]{0,20}\b(?:my name|i)\b/i.test(
      text,
    )
  ) {
    for (const said of earlier.reverse()) {
      const name = /\b(?:my name is|i am called|call me)\s+([\p{L}\p{M}'’-]{1,60})/iu.exec(
        said,
      )?.[1];
      if (name) return { text: `Your name is ${name}.`, word: name };
    }
  } else if (/\bwhat did i (?:just )?(?:say|ask|tell)/i.test(text)) {
    const last = earlier.at(-1);
    if (last !== undefined) return { text: `You said: ${quote(last)}`, word: 'This' };
  }
  return undefined;
}

function reportResults({ results, calls }: Turn): Answer {
  const names = new Map(calls.map((call) => [call.id, call.name]));
  const lines = results.map((result) => {
    const name = result.name ?? names.get(result.id) ?? 'A tool';
    const said = result.content.map((part) => {
      if (part.type === 'text') return part.text;
      return part.type === 'media' ? inspectMedia(part).description : JSON.stringify(part.value);
    });
    return `${name} ${result.isError ? 'failed' : 'answered'}: ${said.join('\n') || '(nothing)'}`;
  });
  return { text: lines.join('\n'), word: 'Done' };
}

function reflect(request: ChatRequest, turn: Turn, model: string, system: string): Answer {
  const said = turn.text.trim();
  const words = said.split(/\s+/).filter(Boolean).length;
  const sentences: string[] = [];
  if (words > 0)
    sentences.push(`You said ${quote(said)} (${words} ${words === 1 ? 'word' : 'words'}).`);
  const media = (turn.user?.content ?? []).filter(
    (part): part is MediaPart => part.type === 'media',
  );
  if (media.length > 0) {
    sentences.push(`I see ${media.map((part) => inspectMedia(part).description).join('; ')}.`);
  }
  if (sentences.length === 0) sentences.push('Your message is empty.');
  sentences.push(`This is the offline model, answering as ${model}.`);
  if (system.trim() !== '') sentences.push(`The system prompt says ${quote(system)}.`);
  const messages = request.messages.length;
  if (messages > 1) sentences.push(`The conversation has ${messages} messages.`);
  return { text: sentences.join(' '), word: 'Offline' };
}

function quote(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return JSON.stringify(line.length > 120 ? `${line.slice(0, 117)}...` : line);
}
