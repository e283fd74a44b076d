interface Family {
  readonly head: readonly string[];
  readonly type: string;
  /** By name and labels, as they stand in the text. */
  readonly samples: Map<string, number>;
}

/** Types whose values only grow, and count on when another process takes over. */
const CUMULATIVE: ReadonlySet<string> = new Set(['counter', 'histogram']);

/**
 * Adds up what several processes tell in Prometheus' text format. Samples with the same name and
 * labels become one; what must not be added, such as gauges, has to differ in a label.
 */
export class MetricFamilies {
  readonly #families = new Map<string, Family>();

  /** @param which `cumulative` leaves out what was true of a process at a moment only. */
  add(text: string, which: 'all' | 'cumulative' = 'all'): this {
    let head: string[] = [];
    let family: Family | undefined;
    for (const line of text.split('\n')) {
      if (line.startsWith('# HELP ')) head = [line];
      else if (line.startsWith('# TYPE ')) {
        const [, , name = '', type = ''] = line.split(' ');
        family =
          which === 'all' || CUMULATIVE.has(type)
            ? this.#family(name, type, [...head, line])
            : undefined;
      } else if (line !== '' && family) addSample(family.samples, line);
    }
    return this;
  }

  toString(): string {
    const lines: string[] = [];
    for (const { head, samples } of this.#families.values()) {
      lines.push(...head);
      for (const [series, value] of samples) lines.push(`${series} ${writeNumber(value)}`);
    }
    return `${lines.join('\n')}\n`;
  }

  #family(name: string, type: string, head: readonly string[]): Family {
    let family = this.#families.get(name);
    if (!family) {
      family = { head, type, samples: new Map() };
      this.#families.set(name, family);
    }
    return family;
  }
}

function addSample(samples: Map<string, number>, line: string): void {
  const space = line.lastIndexOf(' ');
  const series = line.slice(0, space);
  samples.set(series, (samples.get(series) ?? 0) + readNumber(line.slice(space + 1)));
}

function readNumber(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}

function writeNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}
