/** A piece of a line: plain, or marked as code, strong or emphasised; or a link. */
export interface Span {
  kind: 'text' | 'code' | 'strong' | 'em' | 'link';
  text: string;
  href?: string;
}

/** One block of an answer. */
export type Block =
  | { kind: 'paragraph'; spans: Span[] }
  | { kind: 'heading'; level: number; spans: Span[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'list'; ordered: boolean; start: number; items: Span[][] };

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+-]*)/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^\s{0,6}(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const SPAN =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|(?<![\w*])\*([^*\s][^*\n]*)\*(?![\w*])|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/g;

/** Whether a line opens or closes a block of code. */
export function isFence(line: string): boolean {
  return FENCE.test(line);
}

/**
 * Reads the part of Markdown that models write: headings, lists, code, strong, emphasis and links.
 * Everything else stays as it is; nothing is ever taken for HTML.
 */
export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.split('\n');
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0) {
      blocks.push({ kind: 'paragraph', spans: parseSpans(paragraph.join('\n')) });
      paragraph = [];
    }
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const fence = FENCE.exec(line);
    const heading = HEADING.exec(line);
    const item = ITEM.exec(line);
    if (fence) {
      endParagraph();
      const body: string[] = [];
      while (++at < lines.length && !lines[at]?.trimStart().startsWith(fence[1] ?? '```')) {
        body.push(lines[at] ?? '');
      }
      blocks.push({ kind: 'code', language: fence[2] ?? '', text: body.join('\n') });
    } else if (heading) {
      endParagraph();
      const level = heading[1]?.length ?? 1;
      blocks.push({ kind: 'heading', level, spans: parseSpans(heading[2] ?? '') });
    } else if (item) {
      endParagraph();
      addItem(blocks, item);
    } else if (line.trim() === '') endParagraph();
    else paragraph.push(line);
  }
  endParagraph();
  return blocks;
}

function addItem(blocks: Block[], [, number, text = '']: RegExpExecArray): void {
  const ordered = number !== undefined;
  const last = blocks.at(-1);
  const spans = parseSpans(text);
  if (last?.kind === 'list' && last.ordered === ordered) last.items.push(spans);
  else blocks.push({ kind: 'list', ordered, start: Number(number ?? 1), items: [spans] });
}

/** Reads what is marked within a line. */
export function parseSpans(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(SPAN)) {
    if (match.index > end) spans.push({ kind: 'text', text: text.slice(end, match.index) });
    const [whole, code, strong, em, label, href] = match;
    if (code !== undefined) spans.push({ kind: 'code', text: code });
    else if (strong !== undefined) spans.push({ kind: 'strong', text: strong });
    else if (em !== undefined) spans.push({ kind: 'em', text: em });
    else if (href !== undefined) spans.push({ kind: 'link', text: label ?? href, href });
    end = match.index + whole.length;
  }
  if (end < text.length) spans.push({ kind: 'text', text: text.slice(end) });
  return spans;
}
