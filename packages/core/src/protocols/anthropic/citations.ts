import type { JsonObject, JsonValue } from '../../json.ts';
import type { Citation } from '../../part.ts';

/**
 * Reads a citation of any kind: places in documents, search results, web pages. The whole of it
 * stays in `extra`, as it must go back unchanged, unless {@link writeCitation} made it up.
 */
export function readCitation(value: JsonObject): Citation {
  const { url, source, title, document_title, cited_text } = value;
  const citation: Citation = {};
  const address = textOf(url) ?? addressOf(source);
  if (address !== undefined) citation.url = address;
  const name = textOf(title) ?? textOf(document_title);
  if (name !== undefined) citation.title = name;
  const quote = textOf(cited_text);
  if (quote !== undefined) citation.quote = quote;
  if (!isMadeUp(value)) {
    citation.extra = { anthropic: value };
    return citation;
  }
  if (typeof value.start_index === 'number') citation.start = value.start_index;
  if (typeof value.end_index === 'number') citation.end = value.end_index;
  return citation;
}

/**
 * Writes a citation for a caller. One of another provider becomes a web search result without the
 * encrypted index that only Anthropic can make; its span stands in two fields of our own.
 */
export function writeCitation(citation: Citation): JsonObject {
  const own = citation.extra?.anthropic;
  if (own) return own;
  const { url, title, quote, start, end } = citation;
  return {
    type: 'web_search_result_location',
    url: url ?? '',
    title: title ?? '',
    cited_text: quote ?? '',
    encrypted_index: '',
    ...(start === undefined ? {} : { start_index: start }),
    ...(end === undefined ? {} : { end_index: end }),
  };
}

function isMadeUp(value: JsonObject): boolean {
  return value.type === 'web_search_result_location' && value.encrypted_index === '';
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function addressOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && /^https?:/.test(value) ? value : undefined;
}
