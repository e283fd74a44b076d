import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Citation } from '../../part.ts';
import { bytesOfUnits, unitsOfBytes } from './byte-offsets.ts';

/** A text of the answer, whole, with the number of its part. */
export interface AnswerText {
  index: number;
  text: string;
}

/** A citation and the number of the part that it belongs to. */
export interface PlacedCitation {
  index: number;
  citation: Citation;
}

/** A place of the answer, in bytes, before it is known in which text it lies. */
interface Span {
  start: number;
  end: number;
  quote: string | undefined;
}

/**
 * Reads the sources of an answer out of `groundingMetadata` (what was found in the web) and
 * `citationMetadata` (what was recited). Both tell places in bytes of UTF-8
 * (ai.google.dev/api/generate-content#Segment).
 *
 * @param texts the answer's texts, in their order; without any there is nothing to cite.
 */
export function readCitations(
  candidate: JsonObject,
  texts: readonly AnswerText[],
): PlacedCitation[] {
  if (texts.length === 0) return [];
  const spans: (Span | undefined)[] = [];
  const citations: Citation[] = [];
  const { groundingMetadata: grounding, citationMetadata: recited } = candidate;
  if (isJsonObject(grounding)) readGrounding(grounding, spans, citations);
  if (isJsonObject(recited)) readRecited(recited, spans, citations);
  return place(spans, citations, texts);
}

function readGrounding(
  grounding: JsonObject,
  spans: (Span | undefined)[],
  citations: Citation[],
): void {
  const chunks = list(grounding.groundingChunks).map(readSource);
  const supports = list(grounding.groundingSupports);
  if (supports.length === 0) {
    for (const source of chunks) if (source) citations.push(source);
    return;
  }
  for (const support of supports) {
    if (!isJsonObject(support)) continue;
    const segment = isJsonObject(support.segment) ? support.segment : {};
    const span = readSpan(segment);
    for (const number of list(support.groundingChunkIndices)) {
      const source = typeof number === 'number' ? chunks[number] : undefined;
      if (!source) continue;
      spans[citations.length] = span;
      citations.push(
        typeof segment.text === 'string' ? { quote: segment.text, ...source } : source,
      );
    }
  }
}

function readSource(chunk: JsonValue): Citation | undefined {
  if (!isJsonObject(chunk)) return undefined;
  const source = [chunk.web, chunk.retrievedContext, chunk.maps].find(isJsonObject);
  if (!source) return undefined;
  const { uri, title, text } = source;
  return {
    ...(typeof uri === 'string' ? { url: uri } : {}),
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof text === 'string' ? { quote: text } : {}),
  };
}

function readRecited(
  recited: JsonObject,
  spans: (Span | undefined)[],
  citations: Citation[],
): void {
  for (const source of list(recited.citationSources ?? recited.citations)) {
    if (!isJsonObject(source)) continue;
    const { uri, title } = source;
    spans[citations.length] = readSpan(source);
    citations.push({
      ...(typeof uri === 'string' ? { url: uri } : {}),
      ...(typeof title === 'string' ? { title } : {}),
    });
  }
}

/** Protocol buffers leave out a start of zero; without an end there is no span. */
function readSpan({ startIndex, endIndex, text }: JsonObject): Span | undefined {
  if (typeof endIndex !== 'number') return undefined;
  return {
    start: typeof startIndex === 'number' ? startIndex : 0,
    end: endIndex,
    quote: typeof text === 'string' ? text : undefined,
  };
}

/** Gives each citation to the text that has its quote at its place, else to the last text. */
function place(
  spans: readonly (Span | undefined)[],
  citations: readonly Citation[],
  texts: readonly AnswerText[],
): PlacedCitation[] {
  const last = texts.at(-1) as AnswerText;
  const placed: PlacedCitation[] = citations.map((citation) => ({ index: last.index, citation }));
  const places = spans.flatMap((span) => (span ? [span.start, span.end] : []));
  const found = new Set<number>();
  for (const { index, text } of texts) {
    if (places.length === 0) break;
    const units = unitsOfBytes(text, places);
    let next = 0;
    spans.forEach((span, at) => {
      if (!span) return;
      const [start, end] = [units[next++] ?? 0, units[next++] ?? 0];
      const fits = span.quote === undefined || text.slice(start, end) === span.quote;
      if (found.has(at) || !fits) return;
      found.add(at);
      placed[at] = { index, citation: { ...(citations[at] as Citation), start, end } };
    });
  }
  return placed;
}

/**
 * Writes citations as `groundingMetadata`: sources that are quoted as `retrievedContext`, which has
 * a place for their words, others as `web`.
 *
 * @param cited the texts that are cited, with the number of their part in the content.
 */
export function writeGrounding(
  cited: readonly { text: AnswerText; citations: readonly Citation[] }[],
): JsonObject | undefined {
  const groundingChunks: JsonObject[] = [];
  const groundingSupports: JsonObject[] = [];
  const numbers = new Map<string, number>();
  for (const { text, citations } of cited) {
    const bytes = bytesOfUnits(
      text.text,
      citations.flatMap(({ start, end }) => [start ?? 0, end ?? 0]),
    );
    citations.forEach((citation, at) => {
      const { start = 0, end } = citation;
      const spoken = end === undefined ? undefined : text.text.slice(start, end);
      const source = sourceOf(citation, spoken);
      const key = JSON.stringify(source);
      const number = numbers.get(key) ?? groundingChunks.length;
      if (number === groundingChunks.length) groundingChunks.push(source);
      numbers.set(key, number);
      const segment = {
        ...(text.index === 0 ? {} : { partIndex: text.index }),
        ...(spoken === undefined
          ? {}
          : { startIndex: bytes[2 * at] ?? 0, endIndex: bytes[2 * at + 1] ?? 0, text: spoken }),
      };
      groundingSupports.push({ segment, groundingChunkIndices: [number] });
    });
  }
  return groundingChunks.length > 0 ? { groundingChunks, groundingSupports } : undefined;
}

/** @param spoken the words of the answer; as a quote they are told with the span already. */
function sourceOf({ url, title, quote }: Citation, spoken: string | undefined): JsonObject {
  const source = {
    ...(url === undefined ? {} : { uri: url }),
    ...(title === undefined ? {} : { title }),
  };
  const quoted = quote !== undefined && quote !== spoken;
  return quoted ? { retrievedContext: { ...source, text: quote } } : { web: source };
}

function list(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
