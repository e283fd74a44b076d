import type { MediaPart } from '@ofoxai/core';
import { readImageInfo } from './media-size.ts';
import { countTextTokens } from './tokens.ts';

/** A header is found within so many bytes, behind whatever a camera wrote before it. */
const HEADER_BYTES = 262_144;

const TOKENS_OF_UNKNOWN_MEDIA = 258;

/** What can be told of a part without understanding it, and what it counts as in tokens. */
export interface MediaFacts {
  /** For a sentence: `a PNG image of 640 x 480 pixels`. */
  description: string;
  tokens: number;
}

/** Looks at an image, a sound, a video or a document as far as the offline model can. */
export function inspectMedia(part: MediaPart): MediaFacts {
  const { source, kind } = part;
  const named = part.name === undefined ? '' : ` named ${JSON.stringify(part.name)}`;
  switch (source.type) {
    case 'url':
      return {
        description: `${withArticle(kind)}${named} at ${source.url.slice(0, 200)}, which I cannot open offline`,
        tokens: TOKENS_OF_UNKNOWN_MEDIA,
      };
    case 'file':
      return {
        description: `${withArticle(kind)}${named}, uploaded before as ${source.id}`,
        tokens: TOKENS_OF_UNKNOWN_MEDIA,
      };
    case 'text':
      return textFacts(source.text, source.mediaType ?? 'text/plain', named);
    case 'base64':
      return kind === 'image'
        ? imageFacts(source.data, source.mediaType, named)
        : bytesFacts(kind, source.data, source.mediaType, named);
  }
}

function imageFacts(data: string, mediaType: string, named: string): MediaFacts {
  const head = data.slice(0, Math.ceil(HEADER_BYTES / 3) * 4);
  const info = readImageInfo(Buffer.from(head, 'base64'));
  if (!info) {
    return {
      description: `an image${named} that says it is ${mediaType} and that I cannot read`,
      tokens: TOKENS_OF_UNKNOWN_MEDIA,
    };
  }
  const { format, width, height } = info;
  return {
    description: `${withArticle(format)} image${named} of ${width} x ${height} pixels`,
    tokens: Math.min(1600, Math.max(16, Math.ceil((width * height) / 750))),
  };
}

function bytesFacts(
  kind: MediaPart['kind'],
  data: string,
  mediaType: string,
  named: string,
): MediaFacts {
  if (mediaType.startsWith('text/')) {
    return textFacts(Buffer.from(data, 'base64').toString('utf8'), mediaType, named);
  }
  const bytes = Buffer.byteLength(data, 'base64');
  return {
    description: `${withArticle(kind)}${named} (${mediaType}, ${bytes} bytes)`,
    tokens: TOKENS_OF_UNKNOWN_MEDIA + Math.ceil(bytes / 256),
  };
}

function textFacts(text: string, mediaType: string, named: string): MediaFacts {
  const beginning = text.trim().slice(0, 60).replace(/\s+/g, ' ');
  return {
    description: `a document${named} (${mediaType}, ${text.length} characters) that begins ${JSON.stringify(beginning)}`,
    tokens: countTextTokens(text),
  };
}

function withArticle(word: string): string {
  return `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}`;
}
