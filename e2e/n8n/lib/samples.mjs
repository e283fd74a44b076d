// The sample workflows of examples/n8n.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './toolchain.mjs';

const FOLDER = join(ROOT, 'examples', 'n8n');

/** All samples, ready to be created: without ids, and with a credential of the host. */
export function readSamples(credential) {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const { id: _, ...sample } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
      for (const { credentials } of sample.nodes) {
        if (credentials?.ofoxAiApi) credentials.ofoxAiApi = credential;
      }
      return { file, sample };
    });
}
