import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';

const index = fileURLToPath(new URL('../../src/index.ts', import.meta.url));

/** The browser bundle of a module with this text, and the names that it imports from outside. */
async function bundle(text: string): Promise<{ code: string; imports: string[] }> {
  const entry = '\0entry';
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: 'entry', formats: ['es'], fileName: 'entry' },
      rollupOptions: { external: /^node:/ },
    },
    plugins: [
      {
        name: 'entry',
        enforce: 'pre',
        resolveId: (id) => (id === 'entry' || id.endsWith('/entry') ? entry : undefined),
        load: (id) => (id === entry ? text : undefined),
      },
    ],
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  const chunks = outputs.filter((output) => output.type === 'chunk');
  return {
    code: chunks.map(({ code }) => code).join('\n'),
    imports: chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]),
  };
}

/** The code without what is said in comments and strings. */
function withoutWords(code: string): string {
  return code
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/`(?:[^`\\$]|\\.|\$(?!\{))*`|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
}

describe('the bundle', () => {
  it('of BaseClient touches neither timers nor the environment nor the network', async () => {
    const { code } = await bundle(`export { BaseClient } from ${JSON.stringify(index)};`);
    const words = withoutWords(code);
    expect(words).toContain('BaseClient = class');
    const touched = words.match(
      /\b(?:setTimeout|clearTimeout|setInterval|setImmediate|globalThis|process|Buffer|performance|__dirname|__filename)\b|\b(?:fetch|require|Date\.now|Math\.random)\(/g,
    );
    expect(touched ?? []).toEqual([]);
  });

  it('of everything runs where there is no Node', async () => {
    const { code, imports } = await bundle(`export * from ${JSON.stringify(index)};`);
    expect(code).toContain('OfoxClient = class');
    expect(imports).toEqual([]);
    const touched = withoutWords(code).match(
      /\b(?:Buffer|__dirname|__filename)\b|\brequire\(|node:/g,
    );
    expect(touched ?? []).toEqual([]);
  });
});
