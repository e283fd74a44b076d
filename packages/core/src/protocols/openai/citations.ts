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

/**
 * Writes an entry of `annotations`. This wire knows citations of web pages only: `undefined` for
 * one without an address.
 */
export function writeCitation(citation: Citation): JsonObject | undefined {
  if (citation.extra?.openai) return citation.extra.openai;
  if (citation.url === undefined) return undefined;
  return {
    type: 'url_citation',
    url_citation: {
      url: citation.url,
      title: citation.title ?? '',
      ...(citation.quote === undefined ? {} : { content: citation.quote }),
      start_index: citation.start ?? 0,
      end_index: citation.end ?? 0,
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
