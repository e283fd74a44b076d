import { OfoxError } from '../../error.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';

const STEP = /\.([^.[\]]+)|\[(\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]/y;

type Step = string | number;

/** An object or array that has been opened. */
interface Container {
  array: boolean;
  /** The member that was written last. */
  last: Step | undefined;
  /** The members of an object, to tell a path that goes back. */
  names: Set<Step>;
}

/**
 * Turns arguments that come as values at JSON paths (`functionCall.partialArgs`, Vertex AI's
 * `streamFunctionCallArguments`) into pieces of one JSON text. The model writes its arguments from
 * the front to the back, and so do the paths come; each value costs the length of its path.
 */
export class PartialArgs {
  readonly #open: Container[] = [];
  /** The path of the string that goes on. */
  #string: string | undefined;

  /**
   * Reads one element of `partialArgs`.
   * @returns the JSON text that it adds.
   * @throws OfoxError of kind `stream` for a path that makes no sense or goes back.
   */
  push(partial: JsonValue): string {
    if (!isJsonObject(partial) || typeof partial.jsonPath !== 'string') return '';
    const { jsonPath, stringValue, willContinue } = partial;
    const goesOn = this.#string === jsonPath && typeof stringValue === 'string';
    let text = goesOn ? '' : this.#closeString();
    const steps = goesOn ? [] : stepsOf(jsonPath);
    if (!goesOn && stringValue === '' && this.#isWritten(steps)) return text;
    if (!goesOn) text += this.#moveTo(steps, jsonPath);
    if (typeof stringValue !== 'string') return text + scalar(partial);
    if (!goesOn) text += '"';
    text += JSON.stringify(stringValue).slice(1, -1);
    this.#string = jsonPath;
    return willContinue === true ? text : text + this.#closeString();
  }

  /** The JSON text that closes what is open; empty when there were no arguments. */
  end(): string {
    let text = this.#closeString();
    while (this.#open.length > 0) text += this.#close();
    return text;
  }

  #closeString(): string {
    if (this.#string === undefined) return '';
    this.#string = undefined;
    return '"';
  }

  #close(): string {
    return this.#open.pop()?.array ? ']' : '}';
  }

  /** How many steps lead to where the text is. */
  #shared(steps: readonly Step[]): number {
    let shared = 0;
    while (shared < this.#open.length && this.#open[shared]?.last === steps[shared]) shared++;
    return shared;
  }

  #isWritten(steps: readonly Step[]): boolean {
    return this.#open.length === steps.length && this.#shared(steps) === steps.length;
  }

  #moveTo(steps: readonly Step[], path: string): string {
    let text = '';
    const shared = this.#shared(steps);
    const filled = shared === this.#open.length || shared === steps.length;
    if (shared > 0 && filled) throw senseless(path);
    while (this.#open.length > shared + 1) text += this.#close();
    for (let depth = shared; depth < steps.length; depth++) {
      const step = steps[depth] as Step;
      const array = typeof step === 'number';
      let container = this.#open[depth];
      if (!container) {
        container = { array, last: undefined, names: new Set() };
        this.#open.push(container);
        text += array ? '[' : '{';
      }
      text += enter(container, step, path);
    }
    return text;
  }
}

function enter(container: Container, step: Step, path: string): string {
  const { array, last } = container;
  if (array !== (typeof step === 'number')) throw senseless(path);
  const comma = last === undefined ? '' : ',';
  if (typeof step === 'number') {
    if (step !== (last === undefined ? 0 : (last as number) + 1)) throw senseless(path);
    container.last = step;
    return comma;
  }
  if (container.names.has(step)) throw senseless(path);
  container.names.add(step);
  container.last = step;
  return `${comma}${JSON.stringify(step)}:`;
}

function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (path.startsWith('$') && STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    if (!match) throw senseless(path);
    const [, name, index, single, double] = match;
    steps.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index));
  }
  if (steps.length === 0 || typeof steps[0] === 'number') throw senseless(path);
  return steps;
}

function scalar(partial: { [key: string]: JsonValue }): string {
  const { numberValue, boolValue } = partial;
  if (typeof numberValue === 'number' || typeof boolValue === 'boolean') {
    return JSON.stringify(numberValue ?? boolValue);
  }
  return 'null';
}

function senseless(path: string): OfoxError {
  const quoted = JSON.stringify(path.slice(0, 200));
  return new OfoxError(
    'stream',
    `The arguments of a function call came out of order at ${quoted}.`,
  );
}
