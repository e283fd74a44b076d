// Lints the sources and the packed tarball as n8n's scanner does before it verifies a package, and
// loads the tarball's nodes. The scanner's command fetches both from the registry; this gives it
// what lies here.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  analyzePackage,
  SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

/** Loads every class that the manifest names, with the peers of this folder beside it. */
function load(folder) {
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  const require = createRequire(join(folder, 'package.json'));
  const { n8n } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const file of [...n8n.credentials, ...n8n.nodes]) {
    const name = file.replace(/^.*\//, '').replace(/\..*$/, '');
    const { description, icon } = new (require(`./${file}`)[name])();
    const icons = Object.values(description?.icon ?? icon);
    for (const path of icons.map((url) => url.replace('file:', ''))) {
      if (!existsSync(join(folder, file, '..', path))) throw new Error(`${name} has no ${path}`);
    }
  }
  console.log('the tarball: its nodes and its credential load');
}

const temp = mkdtempSync(join(tmpdir(), 'ofox-n8n-scan-'));
try {
  execFileSync('pnpm', ['pack', '--pack-destination', temp], { stdio: 'ignore' });
  const [tarball] = readdirSync(temp);
  execFileSync('tar', ['-xzf', join(temp, tarball), '-C', temp]);
  const legs = {
    'the sources': await analyzePackage(process.cwd(), SOURCE_FILE_PATTERNS),
    'the tarball': await analyzePackage(join(temp, 'package')),
  };
  for (const [name, { passed, message, details }] of Object.entries(legs)) {
    console.log(`n8n's scanner on ${name}: ${passed ? 'passed' : `${message}\n${details}`}`);
    if (!passed) process.exitCode = 1;
  }
  load(join(temp, 'package'));
} finally {
  rmSync(temp, { recursive: true, force: true });
}
