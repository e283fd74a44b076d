import { readdirSync, readFileSync } from 'node:fs';

const repository = new URL('../../', import.meta.url);

/** A page of Markdown that readers of the repository or of the site see. */
export interface Page {
  /** From the root of the repository. */
  path: string;
  text: string;
}

/** Code between fences, with what stands behind the language. */
export interface Block {
  language: string;
  /** Named blocks run. */
  name: string;
  code: string;
  /** What a block of `text output` right behind it shows. */
  output?: string;
}

const FENCE = /^```(\w+)[ \t]*([\w-]*)[^\n]*\n([\s\S]*?)^```$/gm;

/** All pages: those of the site, and the READMEs. */
export const pages: readonly Page[] = [
  'README.md',
  'CONTRIBUTING.md',
  'AGENTS.md',
  ...markdownIn('docs'),
  ...markdownIn('examples'),
  ...markdownIn('packages'),
].map((path) => ({ path, text: readFileSync(new URL(path, repository), 'utf8') }));

function markdownIn(folder: string): string[] {
  return readdirSync(new URL(folder, repository), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return /^(?:node_modules|dist|src|test|\..*)$/.test(entry.name) ? [] : markdownIn(path);
    }
    return entry.name.endsWith('.md') && entry.name !== 'CHANGELOG.md' ? [path] : [];
  });
}

/** The code of a page, in its order. */
export function blocksOf({ text }: Page): Block[] {
  const blocks: Block[] = [];
  for (const [, language = '', name = '', code = ''] of text.matchAll(FENCE)) {
    const before = blocks.at(-1);
    if (language === 'text' && name === 'output' && before) before.output = code;
    else blocks.push({ language, name, code });
  }
  return blocks;
}

/** The page without its code. */
export function proseOf({ text }: Page): string {
  return text.replace(FENCE, '');
}
