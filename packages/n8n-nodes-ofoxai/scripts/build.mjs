// Bundles each node and the credential into one CommonJS file with core inside, and copies what n8n
// reads beside them: icons, codex files and output schemas.
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const { n8n, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('dist', { recursive: true, force: true });
for (const file of [...n8n.credentials, ...n8n.nodes]) {
  const input = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
  const bundle = await rolldown({
    input,
    external: Object.keys(peerDependencies),
    platform: 'node',
    treeshake: { moduleSideEffects: false },
  });
  // n8n finds the peers for require() alone, so what is loaded later is required later, too.
  await bundle.write({ file, format: 'cjs', exports: 'named', dynamicImportInCjs: false });
  await bundle.close();
}

cpSync('icons', join('dist', 'icons'), { recursive: true });
for (const file of readdirSync('nodes', { recursive: true })) {
  if (file.endsWith('.json')) cpSync(join('nodes', file), join('dist', 'nodes', file));
}
