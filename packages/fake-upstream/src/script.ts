import type { RecordedRequest } from './recorded-request.ts';
import type { Answer } from './step.ts';

/** Which requests an answer is for; without any condition, every request. */
export interface Match {
  /** A path that is equal, or a pattern that it fits. */
  path?: string | RegExp;
  method?: string;
  model?: string;
  /** Only the n-th of the requests that fit the other conditions, counted from 1. */
  call?: number;
  when?: (request: RecordedRequest) => boolean;
}

interface Rule extends Match {
  answer: Answer;
  fitting: number;
  left: number;
}

/** Answers in the order in which they were written, each for the requests that it fits. */
export class Script {
  readonly #rules: Rule[] = [];

  /** Adds an answer that is given `times` times. */
  add(answer: Answer, match: Match, times: number): void {
    this.#rules.push({ ...match, answer, fitting: 0, left: times });
  }

  /** The first answer left for a request, used up by one. */
  choose(request: RecordedRequest): Answer | undefined {
    let chosen: Rule | undefined;
    for (const rule of this.#rules) {
      if (!fits(rule, request)) continue;
      rule.fitting += 1;
      if (chosen === undefined && rule.left > 0 && (rule.call ?? rule.fitting) === rule.fitting) {
        chosen = rule;
      }
    }
    if (chosen !== undefined) chosen.left -= 1;
    return chosen?.answer;
  }

  clear(): void {
    this.#rules.length = 0;
  }
}

function fits(rule: Rule, request: RecordedRequest): boolean {
  const { path, method, model, when } = rule;
  if (typeof path === 'string' && path !== request.path) return false;
  if (path instanceof RegExp && !path.test(request.path)) return false;
  if (method !== undefined && method !== request.method) return false;
  if (model !== undefined && model !== request.model) return false;
  return when === undefined || when(request);
}
