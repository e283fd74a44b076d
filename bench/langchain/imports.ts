import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROUNDS = 7;

const CORE = '@langchain/core/';
const TARGETS: Record<string, string[]> = {
  floor: [`${CORE}language_models/chat_models`, `${CORE}messages`, `${CORE}outputs`],
  'floor, embeddings': [`${CORE}embeddings`],
  ChatOfox: ['@ofoxai/langchain'],
  OfoxEmbeddings: ['@ofoxai/langchain/embeddings'],
  '@langchain/openai': ['@langchain/openai'],
  '@langchain/openrouter': ['@langchain/openrouter'],
  '@langchain/anthropic': ['@langchain/anthropic'],
  '@langchain/google': ['@langchain/google'],
};

export interface ImportCost {
  cpuMs: number;
  rssMiB: number;
}

/** What loading each package costs in a fresh process: the least of several rounds, interleaved. */
export function importCosts(): Record<string, ImportCost> {
  const costs: Record<string, ImportCost> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, specifiers] of Object.entries(TARGETS)) {
      const cost = measure(specifiers);
      const best = costs[name] ?? cost;
      costs[name] = {
        cpuMs: Math.min(best.cpuMs, cost.cpuMs),
        rssMiB: Math.min(best.rssMiB, cost.rssMiB),
      };
    }
  }
  return costs;
}

function measure(specifiers: string[]): ImportCost {
  const imports = specifiers.map((name) => `await import(${JSON.stringify(name)});`).join('');
  const source = `const before = process.cpuUsage();${imports}const { user, system } = process.cpuUsage(before);console.log(JSON.stringify({ cpuMs: (user + system) / 1000, rssMiB: process.memoryUsage.rss() / 2 ** 20 }));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', source], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
  });
  return JSON.parse(output);
}
