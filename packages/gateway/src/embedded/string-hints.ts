import { fieldKey, type Hints } from './hints.ts';

const QUERY = /^(?:query|q|search|searchquery|searchterm|question|term|keywords?|topic)$/;
const WHOLE = /^(?:input|text|prompt|message|content|body|request|task|instructions?|chatinput)$/;
const FORMULA = /^(?:input|expression|formula|equation|calculation|sum|math)$/;
const ANSWER =
  /^(?:answer|reply|response|summary|explanation|description|output|result|reasoning)$/;
const PERSON = /(?:name|person|author|customer|contact|recipient|assignee|owner|user)$/;

/** Whether a field of this name is where a calculator takes its sum. */
export function takesFormula(name: string): boolean {
  return FORMULA.test(fieldKey(name));
}

/**
 * A value for a field of text that the message itself suggests, by the field's name.
 *
 * @param index the field's number where several values of one kind are wanted.
 * @param answer what the model would have said in words, if it is to answer in this form.
 */
export function hintedString(
  name: string,
  hints: Hints,
  index: number,
  answer: string | undefined,
): string | undefined {
  const key = fieldKey(name);
  const pair = hints.pairs.get(key);
  if (pair !== undefined) return pair;
  if (hints.sum && takesFormula(name)) return hints.sum.expression;
  if (key.includes('email')) return hints.emails[index];
  if (/ur[li]$|link$|website$/.test(key)) return hints.urls[index];
  if (/^date$|date$|^day$/.test(key)) return hints.dates[index];
  if (answer !== undefined && ANSWER.test(key)) return answer;
  if (QUERY.test(key)) return hints.quoted[0] ?? hints.phrase ?? hints.text.trim();
  if (WHOLE.test(key)) return hints.quoted[0] ?? hints.text.trim();
  if (PERSON.test(key)) return hints.names[index] ?? hints.quoted[index];
  if (answer !== undefined) return undefined;
  return hints.subjects[index] ?? hints.quoted[index] ?? hints.names[index];
}
