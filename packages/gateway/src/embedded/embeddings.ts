import type { EmbeddingRequest } from '@ofoxai/core';
import { invalidRequest } from './refusal.ts';
import { countTextTokens } from './tokens.ts';

const LONGEST_VECTOR = 4096;
/** For embedding models of a catalogue of one's own, of which nothing is known. */
const USUAL_LENGTH = 1024;

/** Words that most texts have and that say little of what they are about. */
const COMMON =
  /^(?:a|an|and|are|as|at|be|been|but|by|did|do|does|for|from|had|has|have|he|her|his|i|in|is|it|its|my|not|of|on|or|our|she|so|some|that|the|their|them|there|they|this|to|was|we|were|what|when|which|who|will|with|you|your)$/;

const WEIGHTS = { word: 1, common: 0.08, stem: 0.7, letters: 0.3, token: 1 } as const;

/**
 * The vectors of a request's inputs, of length one. Two texts are the nearer to each other the more
 * words, stems and groups of three letters they share; meaning beyond that is not understood.
 *
 * @param usualDimensions how long the vectors are when the request does not say.
 * @throws OfoxError of kind `invalid_request` for dimensions other than 1 to 4096.
 */
export function embedInputs(request: EmbeddingRequest, usualDimensions = USUAL_LENGTH): number[][] {
  const { dimensions = usualDimensions, input } = request;
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > LONGEST_VECTOR) {
    throw invalidRequest(
      'dimensions',
      `dimensions must be a whole number between 1 and ${LONGEST_VECTOR}, not ${dimensions}.`,
    );
  }
  return input.map((item) => {
    const vector = new Float64Array(dimensions);
    if (typeof item === 'string') addText(item, vector);
    else for (const token of item) addFeature(`token ${token}`, WEIGHTS.token, vector);
    return normalised(vector);
  });
}

export function countInputTokens(input: EmbeddingRequest['input']): number {
  let tokens = 0;
  for (const item of input)
    tokens += typeof item === 'string' ? countTextTokens(item) : item.length;
  return tokens;
}

function addText(text: string, vector: Float64Array): void {
  for (const [word] of text
    .toLowerCase()
    .normalize('NFKC')
    .matchAll(/[\p{L}\p{N}\p{M}]{1,64}/gu)) {
    if (COMMON.test(word)) {
      addFeature(`word ${word}`, WEIGHTS.common, vector);
      continue;
    }
    addFeature(`word ${word}`, WEIGHTS.word, vector);
    addFeature(`stem ${stem(word)}`, WEIGHTS.stem, vector);
    const padded = `<${word}>`;
    for (let at = 0; at + 3 <= padded.length; at++) {
      addFeature(padded.slice(at, at + 3), WEIGHTS.letters, vector);
    }
  }
}

/** Enough for `cats`, `sleeping` and `quickly` to meet `cat`, `sleep` and `quick`. */
function stem(word: string): string {
  const short = word.replace(/(?:ingly|edly|ings|ing|ies|ers|er|ed|ly|es|s)$/, '');
  return short.length >= 3 ? short : word;
}

/** Adds a feature in two places with signs of its own, so that two features seldom look alike. */
function addFeature(feature: string, weight: number, vector: Float64Array): void {
  const hash = fnv1a(feature);
  const second = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  for (const place of [hash, second]) {
    const index = (place >>> 1) % vector.length;
    vector[index] = (vector[index] ?? 0) + (place & 1 ? weight : -weight);
  }
}

/** The 32-bit hash of Fowler, Noll and Vo, over UTF-16 units, with a last stir. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** An input without a feature gets a direction of its own, since no vector has no length. */
function normalised(vector: Float64Array): number[] {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length === 0) return Array.from(vector, (_, index) => (index === 0 ? 1 : 0));
  return Array.from(vector, (value) => value / length);
}
