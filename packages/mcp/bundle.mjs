// Makes one file of an entry and everything that it needs.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

// The SDK's validator of JSON Schema is a quarter of the whole, and the server passes its own
// (`NEVER_ASKS` in server.ts).
const withoutValidator = {
  name: 'without-validator',
  resolveId: (id) => (id === '@modelcontextprotocol/server/_shims' ? `\0${id}` : null),
  load: (id) =>
    id === '\0@modelcontextprotocol/server/_shims'
      ? "export { default as process } from 'node:process'; export class DefaultJsonSchemaValidator {}"
      : null,
};

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
    plugins: [withoutValidator],
    resolve: { conditionNames: ['@ofoxai/source', 'node', 'import'] },
    transform: { define: { OFOX_MCP_VERSION: JSON.stringify(version) } },
  });
  await bundled.write({ file, format: 'esm', codeSplitting: false, minify: true });
  await bundled.close();
}
