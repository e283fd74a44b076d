// Writes docs/gateway-configuration.md from the schema of the gateway's configuration.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultServerConditions, runnerImport } from 'vite';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const { module } = await runnerImport(path('../packages/gateway/test/config/reference.ts'), {
  configFile: false,
  root: path('..'),
  ssr: { resolve: { conditions: ['@ofoxai/source', ...defaultServerConditions] } },
});
writeFileSync(path('../docs/gateway-configuration.md'), module.configReference());
