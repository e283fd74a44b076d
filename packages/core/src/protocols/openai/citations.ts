import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Citation } from '../../part.ts';

/** Reads an entry of `annotations`; the whole of it is kept. `undefined` for what is no object. */
export function readCitation(annotation: JsonValue): Citation | undefined {
  if (!isJsonObject(annotation)) return undefined;
  const { url_citation: nested, ...others } = annotation;
  const words = isJsonObject(nested) ? nested : others;
  const citation: Citation = {};
  if (typeof words.url === 'string') citation.url = words.url;
  if (typeof words.title === 'string' && words.title !== '') citation.title = words.title;
  if (typeof words.content === 'string') citation.quote = words.content;
  if (words.end_index !== 0) {
    if (typeof words.start_index === 'number') citation.start = words.start_index;
    if (typeof words.end_index === 'number') citation.end = words.end_index;
  }
  if (!isPlain(annotation)) citation.extra = { openai: annotation };
  return citation;
}

/** Where a text part stands in the whole text of the answer, in UTF-16 units. */
export interface TextSpan {
  from: number;
  to: number;
}

/**
 * Writes an entry of `annotations`. This wire knows citations of web pages only: `undefined` for
 * one without an address.
 *
 * @param span the text part that is cited: all of it, where the citation does not tell which words.
 */
export function writeCitation(citation: Citation, span: TextSpan): JsonObject | undefined {
  if (citation.extra?.openai) return citation.extra.openai;
  const { url, title, quote, start, end } = citation;
  if (url === undefined) return undefined;
  return {
    type: 'url_citation',
    url_citation: {
      url,
      title: title ?? '',
      ...(quote === undefined ? {} : { content: quote }),
      start_index: span.from + (start ?? 0),
      end_index: end === undefined ? span.to : span.from + end,
    },
  };
}

const PLAIN = new Set(['url', 'title', 'content', 'start_index', 'end_index']);

/** Whether the neutral form holds all that the annotation says. */
function isPlain(annotation: JsonObject): boolean {
  const words = annotation.url_citation;
  return (
    annotation.type === 'url_citation' &&
    Object.keys(annotation).length === 2 &&
    isJsonObject(words) &&
    typeof words.url === 'string' &&
    Object.keys(words).every((key) => PLAIN.has(key)) &&
    typeof words.title === 'string' &&
    typeof words.start_index === 'number' &&
    typeof words.end_index === 'number'
  );
}
