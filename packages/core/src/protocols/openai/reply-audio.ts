import type { JsonObject } from '../../json.ts';
import type { MediaPart } from '../../part.ts';
import { base64ToBytes, bytesToBase64 } from './base64.ts';
import { extraOf } from './encoding.ts';

/**
 * Collects the `audio` of a reply, which in a stream comes in pieces: sound in `data`, what is said
 * in `transcript`. The wire does not tell the sound's format; it is the one that was asked for.
 */
export class ReplyAudio {
  readonly #data: string[] = [];
  readonly #transcript: string[] = [];
  #rest: JsonObject = {};

  push(audio: JsonObject): void {
    const { data, transcript, ...rest } = audio;
    if (typeof data === 'string' && data !== '') this.#data.push(data);
    if (typeof transcript === 'string' && transcript !== '') this.#transcript.push(transcript);
    this.#rest = { ...this.#rest, ...rest };
  }

  end(): MediaPart {
    const transcript = this.#transcript.join('');
    const rest = transcript === '' ? this.#rest : { ...this.#rest, transcript };
    return {
      type: 'media',
      kind: 'audio',
      source: { type: 'base64', mediaType: 'audio/wav', data: joinBase64(this.#data) },
      ...extraOf(Object.keys(rest).length > 0 ? rest : undefined),
    };
  }
}

/** Writes a sound as a reply's `audio`. */
export function writeReplyAudio(part: MediaPart): JsonObject {
  const { source } = part;
  const own = part.extra?.openai ?? {};
  return {
    ...own,
    id: typeof own.id === 'string' ? own.id : source.type === 'file' ? source.id : 'audio',
    data: source.type === 'base64' ? source.data : '',
    transcript: typeof own.transcript === 'string' ? own.transcript : '',
    expires_at: typeof own.expires_at === 'number' ? own.expires_at : 0,
  };
}

/** Pieces may have been encoded one by one, each with its own padding. */
function joinBase64(pieces: readonly string[]): string {
  const isPadded = pieces.slice(0, -1).some((piece) => piece.endsWith('='));
  if (!isPadded) return pieces.join('');
  const parts = pieces.map((piece) => base64ToBytes(piece) ?? new Uint8Array());
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytesToBase64(bytes);
}
