// Looks at the built site: every page fetches what it needs from the site itself.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '.vitepress/dist');
const files = readdirSync(root, { recursive: true }).map(String);
const problems = [];

for (const file of files.filter((name) => name.endsWith('.html'))) {
  const page = readFileSync(join(root, file), 'utf8');
  for (const [tag, , source = ''] of page.matchAll(
    /<(?:script|img|source|iframe|link)\b[^>]*?\s(src|srcset|href)="([^"]*)"[^>]*>/g,
  )) {
    const isOwn = source.startsWith('/') && !source.startsWith('//');
    if (!isOwn && !source.startsWith('data:'))
      problems.push(`${file} fetches from elsewhere: ${tag}`);
    else if (isOwn && !existsSync(join(root, source))) problems.push(`${file}: no ${source}`);
  }
  if (page.includes('@include:')) problems.push(`${file} includes a page that is not there`);
}
for (const file of files.filter((name) => name.endsWith('.css'))) {
  const style = readFileSync(join(root, file), 'utf8');
  if (/url\(\s*["']?(?:https?:)?\/\//.test(style)) problems.push(`${file} fetches from elsewhere`);
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
