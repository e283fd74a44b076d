import type { Answer, Ask } from './messages.ts';

/**
 * A worker's questions to the primary. What is asked within one turn of the event loop travels
 * together; the primary answers each of these bundles at once and in order.
 */
export class AskChannel {
  readonly #send: (asks: readonly Ask[]) => void;
  #asks: Ask[] = [];
  #askers: ((answer: Answer) => void)[] = [];
  readonly #underWay: ((answer: Answer) => void)[][] = [];
  #timer: NodeJS.Immediate | undefined;

  constructor(send: (asks: readonly Ask[]) => void) {
    this.#send = send;
  }

  ask(ask: Ask): Promise<Answer> {
    return new Promise((resolve) => {
      this.#askers.push(resolve);
      this.tell(ask);
    });
  }

  /** For what has no answer. */
  tell(ask: Ask): void {
    this.#asks.push(ask);
    this.#timer ??= setImmediate(() => this.flush());
  }

  /** The answers to the first bundle that has not got any. */
  answer(answers: readonly Answer[]): void {
    const askers = this.#underWay.shift() ?? [];
    answers.forEach((answer, index) => {
      askers[index]?.(answer);
    });
  }

  /** Sends what waits. */
  flush(): void {
    clearImmediate(this.#timer);
    this.#timer = undefined;
    if (this.#asks.length === 0) return;
    const asks = this.#asks;
    if (this.#askers.length > 0) this.#underWay.push(this.#askers);
    this.#asks = [];
    this.#askers = [];
    this.#send(asks);
  }
}
