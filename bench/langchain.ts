import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type ImportCost, importCosts } from './langchain/imports.ts';
import { chatModels, embeddings } from './langchain/subjects.ts';
import { median } from './percentile.ts';
import { cost, type Row } from './report.ts';

const ROUNDS = 7;
/** Calls are short, and disturbed by whatever else the machine does. */
const INVOKE_ROUNDS = 25;
const INVOKES = 100;
const PEERS = ['ChatOpenAI', 'ChatOpenRouter', 'ChatAnthropic', 'ChatGoogle'] as const;
const IMPORT_BUDGET_MS = 60;

/**
 * What the LangChain package costs in CPU time beside the first-party packages and beside a bare
 * subclass: to load, for each call, for each stream of 2,000 chunks, and for 500 embeddings.
 */
export async function run(): Promise<Row[]> {
  const loaded = importCosts();
  const server = fork(new URL('./langchain/server.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
  });
  const [urls] = (await once(server, 'message')) as [{ chat: string; embeddings: string }];
  try {
    const models = chatModels(urls.chat);
    const invoke = await measure(
      models,
      async (model) => {
        for (let call = 0; call < INVOKES; call++) await model.invoke('Hello');
      },
      INVOKE_ROUNDS,
    );
    const stream = await measure(models, async (model) => {
      for await (const _ of await model.stream('Hello'));
    });
    const events = await measure(models, async (model) => {
      for await (const _ of model.streamEvents('Hello'));
    });
    const texts = Array.from({ length: 500 }, (_, at) => `text ${at}`);
    const vectors = await measure(embeddings(urls.embeddings), async (model) => {
      const found = await model.embedDocuments(texts);
      if (found.length !== texts.length) throw new Error('Vectors are missing.');
    });
    const perInvoke = (ms: number) => ms / INVOKES;
    return [
      ...importRows(loaded),
      ...rows('invoke, ms CPU', mapValues(invoke, perInvoke), { floor: 1.1 }),
      ...rows('stream of 2,000, ms CPU', stream, { ChatOpenRouter: 1 }),
      ...rows('native events of 2,000, ms CPU', events, { ChatOpenAI: 0.8 }),
      cost(
        'embed 500 texts, ms CPU, beside OpenAIEmbeddings',
        vectors.OfoxEmbeddings ?? 0,
        vectors.OpenAIEmbeddings ?? 0,
      ),
    ];
  } finally {
    server.disconnect();
  }
}

/** The median CPU time of several rounds, in which the subjects take turns in changing order. */
async function measure<M>(
  subjects: Record<string, M>,
  work: (subject: M) => Promise<void>,
  rounds = ROUNDS,
): Promise<Record<string, number>> {
  const names = Object.keys(subjects);
  const times: Record<string, number[]> = {};
  for (let round = -1; round < rounds; round++) {
    for (let at = 0; at < names.length; at++) {
      const name = names[(at + Math.max(0, round)) % names.length] ?? '';
      const subject = subjects[name];
      if (subject === undefined) continue;
      const before = process.cpuUsage();
      await work(subject);
      const { user, system } = process.cpuUsage(before);
      times[name] ??= [];
      if (round >= 0) times[name].push((user + system) / 1000);
    }
  }
  return mapValues(times, median);
}

function rows(what: string, figures: Record<string, number>, goals: Record<string, number>): Row[] {
  const ours = figures.ChatOfox ?? 0;
  const beside = ['floor', ...PEERS].map((name) =>
    cost(`${what}, beside ${name}`, ours, figures[name] ?? 0, goals[name]),
  );
  const others = ['ChatOfox, anthropic', 'ChatOfox, gemini'].map((name) =>
    cost(`${what}, ${name} beside floor`, figures[name] ?? 0, figures.floor ?? 0),
  );
  return [...beside, ...others];
}

function importRows(loaded: Record<string, ImportCost>): Row[] {
  const of = (name: string) => loaded[name] ?? { cpuMs: 0, rssMiB: 0 };
  const floor = of('floor');
  const budget = (floor.cpuMs + IMPORT_BUDGET_MS) / floor.cpuMs;
  const ours = of('ChatOfox');
  const peers = ['openai', 'openrouter', 'anthropic', 'google'].map((name) => `@langchain/${name}`);
  return [
    cost('import, ms CPU, beside floor', ours.cpuMs, floor.cpuMs, budget),
    ...peers.map((name) => cost(`import, ms CPU, beside ${name}`, ours.cpuMs, of(name).cpuMs)),
    cost('import, MiB RSS, beside floor', ours.rssMiB, floor.rssMiB),
    cost(
      'import embeddings, ms CPU, beside floor',
      of('OfoxEmbeddings').cpuMs,
      of('floor, embeddings').cpuMs,
    ),
  ];
}

function mapValues<V>(
  figures: Record<string, V>,
  map: (value: V) => number,
): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, map(value)]));
}
