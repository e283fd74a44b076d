/** One number of Prometheus' text format. */
export interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads metrics; comments and what is no sample are left out. */
export function parseMetrics(text: string): Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    const [, name, labels = '', value] = line.startsWith('#') ? [] : (LINE.exec(line) ?? []);
    if (name === undefined) continue;
    const read: Record<string, string> = {};
    for (const [, key = '', quoted = ''] of labels.matchAll(LABEL)) {
      read[key] = quoted.replace(/\\(.)/g, (_, character: string) =>
        character === 'n' ? '\n' : character,
      );
    }
    samples.push({ name, labels: read, value: Number(value) });
  }
  return samples;
}

/** The sum of a metric over all samples whose labels are these. */
export function sumOf(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  const wanted = Object.entries(labels);
  let sum = 0;
  for (const sample of samples) {
    if (sample.name !== name) continue;
    if (wanted.every(([key, value]) => sample.labels[key] === value)) sum += sample.value;
  }
  return sum;
}
