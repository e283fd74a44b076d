import { type DestinationStream, pino } from 'pino';
import type { Logger } from './log.ts';

/** Pino's number for it. */
const INFO = 30;

/** Lines of requests are made so many at a time, which costs less than one by one. */
const AT_A_TIME = 32;

/**
 * Writes one line of JSON for everything that happens. Pino writes them all but those of requests:
 * they are all of one kind, hold no errors, and there are so many that pino's way of writing them
 * would cost a tenth of what a request costs.
 */
export class JsonLogger implements Logger {
  readonly #output: DestinationStream;
  readonly #rest: Logger;
  readonly #who: string;
  #records: object[] = [];
  #times: number[] = [];

  /** @param worker told in each line, where several processes write. */
  constructor(output: DestinationStream, worker?: number) {
    this.#output = output;
    this.#who = worker === undefined ? '' : `"worker":${worker},`;
    const base = worker === undefined ? null : { worker };
    this.#rest = pino(
      { base, timestamp: pino.stdTimeFunctions.isoTime },
      {
        write: (line) => {
          this.flush();
          output.write(line);
        },
      },
    );
  }

  /** @param fields not to be changed afterwards. */
  info(fields: object, message: string): void {
    if (message !== 'request') {
      this.#rest.info(fields, message);
      return;
    }
    this.#times.push(Date.now());
    if (this.#records.push(fields) === AT_A_TIME) this.flush();
  }

  warn(fields: object, message: string): void {
    this.#rest.warn(fields, message);
  }

  error(fields: object, message: string): void {
    this.#rest.error(fields, message);
  }

  /** Writes the lines of requests that are not written yet. */
  flush(): void {
    const records = this.#records;
    const times = this.#times;
    if (records.length === 0) return;
    this.#records = [];
    this.#times = [];
    records.forEach((record, at) => {
      this.#output.write(requestLine(this.#who, record, new Date(times[at] as number)));
    });
  }
}

function requestLine(who: string, record: object, time: Date): string {
  const fields = JSON.stringify(record).slice(1, -1);
  return `{"level":${INFO},"time":"${time.toISOString()}",${who}${fields},"msg":"request"}\n`;
}
