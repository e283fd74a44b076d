// Makes one file of an entry and everything that it needs.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * @param {string} entry below `src`, without its ending.
 * @param {string} file to write.
 * @returns {Promise<void>}
 */
export async function bundle(entry, file) {
  const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const bundled = await rolldown({
    input: at(`src/${entry}.ts`),
    platform: 'node',
    resolve: { conditionNames: ['@ofoxai/source', 'node', 'import'] },
    transform: { define: { OFOX_MCP_VERSION: JSON.stringify(version) } },
  });
  await bundled.write({ file, format: 'esm', codeSplitting: false, minify: true });
  await bundled.close();
}
