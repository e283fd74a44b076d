import { invalid } from '../../error.ts';
import type { Fields } from '../../fields.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import type { MediaPart, ReasoningPart, TextPart } from '../../part.ts';
import type { AssistantMessage, AssistantPart } from '../../request.ts';
import { readCitation } from './citations.ts';
import { type ContentPart, readContent, writeContent } from './content.ts';
import { type Encoding, extraOf, warn, writeExtra } from './encoding.ts';
import { needsDetails, place, readThoughts, writeDetail } from './reasoning-details.ts';
import { readReplyImage } from './reply-image.ts';
import { readThoughtSignature } from './thought-signature.ts';
import { encodeToolCall, isCustomCall, readToolCalls } from './tool-calls.ts';

/**
 * Reads an answer that comes back in a request, in the form in which {@link encodeReply} or any
 * other server of this wire gave it. Thoughts stand where their entry says, otherwise first; then
 * text, then calls.
 */
export function readAssistant(message: Fields, turn: number): AssistantMessage {
  const name = message.string('name');
  const content = readMessageContent(message);
  const others: AssistantPart[] = [...content, ...readToolCalls(message, turn)];
  const plain = message.string('reasoning_content') || message.string('reasoning') || '';
  const thoughts = readThoughts(plain, message.array('reasoning_details') ?? []);
  const parts = place<AssistantPart>(others, thoughts);
  return {
    role: 'assistant',
    content: parts,
    ...(name === undefined ? {} : { name }),
    ...extraOf(message.rest()),
  };
}

function readMessageContent(message: Fields): ContentPart[] {
  const hasCalls = (message.array('tool_calls')?.length ?? 0) > 0;
  let parts = readContent(message) ?? [];
  const refusal = message.string('refusal');
  const media = [...readImages(message), ...readSentAudio(message)];
  const { signature, rest } = readThoughtSignature(message.any('extra_content'));
  message.leave('extra_content', rest);
  const citations = (message.array('annotations') ?? [])
    .map(readCitation)
    .filter((one) => one !== undefined);
  const bare = !signature && citations.length === 0;
  const [first] = parts;
  const isEmpty = parts.length === 1 && first?.type === 'text' && first.text === '';
  if (isEmpty && bare && (hasCalls || refusal || media.length > 0 || hasThoughts(message))) {
    parts = [];
  }
  if (!bare) {
    const last = parts.findLast((part): part is TextPart => part.type === 'text');
    const text: TextPart = last ?? { type: 'text', text: '' };
    if (!last) parts = [...parts, text];
    if (signature) text.signature = signature;
    if (citations.length > 0) text.citations = citations;
  }
  if (refusal) parts = [...parts, { type: 'refusal', text: refusal }];
  return [...parts, ...media];
}

function hasThoughts(message: Fields): boolean {
  return ['reasoning_content', 'reasoning', 'reasoning_details'].some((name) => {
    const value = message.any(name);
    return typeof value === 'string' ? value !== '' : Array.isArray(value) && value.length > 0;
  });
}

function readImages(message: Fields): MediaPart[] {
  const images = message.list('images', (item, path) => {
    const image = readReplyImage(item);
    if (!image) throw invalid(path, `${path} must be an image with image_url.url.`);
    return image;
  });
  return images ?? [];
}

/** `audio: {id}` stands for a sound that this provider keeps; it may also come whole. */
function readSentAudio(message: Fields): MediaPart[] {
  const audio = message.fields('audio');
  if (!audio) return [];
  const id = audio.required('id', audio.string('id'));
  const data = audio.string('data');
  const rest = audio.rest();
  const part = { type: 'media' as const, kind: 'audio' as const };
  if (data === undefined) {
    return [{ ...part, source: { type: 'file', id, by: 'openai' }, ...extraOf(rest) }];
  }
  const source = { type: 'base64' as const, mediaType: 'audio/wav', data };
  return [{ ...part, source, ...extraOf({ ...rest, id }) }];
}

/** Writes an answer of an earlier turn. */
export function writeAssistant(
  message: AssistantMessage,
  encoding: Encoding,
  path: string,
): JsonObject {
  const written: JsonObject = { role: 'assistant' };
  if (message.name !== undefined) written.name = message.name;
  const content: ContentPart[] = [];
  const places: number[] = [];
  const calls: JsonObject[] = [];
  const thoughts: { part: ReasoningPart; at: number }[] = [];
  let isMixed = false;
  message.content.forEach((part, at) => {
    const partPath = `${path}.content[${at}]`;
    if (part.type === 'reasoning') thoughts.push({ part, at });
    else if (part.type === 'tool-call' || isCustomCall(part)) {
      calls.push(encodeToolCall(part, encoding, partPath));
    } else if (part.type === 'media' && part.kind === 'audio') {
      if (written.audio) throw invalid(partPath, `${partPath}: a message holds one sound only.`);
      written.audio = writeSentAudio(part, encoding, partPath);
    } else if (part.type !== 'opaque' || part.by === 'openai') {
      if (part.type === 'media' && !encoding.extensions) {
        const problem = 'media of earlier answers cannot be sent to this endpoint.';
        throw invalid(partPath, `${partPath}: ${problem}`);
      }
      isMixed ||= calls.length > 0;
      content.push(part);
      places.push(at);
    }
  });
  if (isMixed) {
    const problem = 'On this wire the text of a message stands before its tool calls.';
    warn(encoding, 'approximated', path, problem);
  }
  const pathOf = (at: number) => `${path}.content[${places[at]}]`;
  written.content = content.length > 0 ? writeContent(content, encoding, pathOf) : null;
  writeThoughts(thoughts, written, encoding, path);
  if (calls.length > 0) written.tool_calls = calls;
  else if (content.length === 0 && !isJsonObject(written.audio)) written.content = '';
  writeExtra(message.extra, written);
  return written;
}

function writeThoughts(
  thoughts: { part: ReasoningPart; at: number }[],
  written: JsonObject,
  encoding: Encoding,
  path: string,
): void {
  if (!encoding.extensions) {
    const unsigned = thoughts.filter(({ part, at }) => {
      if (encoding.takesThoughts && !part.signature && !part.redacted) return true;
      const kind = encoding.takesThoughts ? 'signed thoughts' : 'thoughts';
      const problem = `This endpoint takes no ${kind} of earlier turns.`;
      warn(encoding, 'reasoning_dropped', `${path}.content[${at}]`, problem);
      return false;
    });
    const text = unsigned.map(({ part }) => part.text).join('');
    if (text !== '') written.reasoning_content = text;
    return;
  }
  const parts = thoughts.map(({ part }) => part);
  const text = parts.map((part) => part.text).join('');
  if (text !== '') written.reasoning_content = text;
  if (needsDetails(parts, thoughts[0]?.at ?? 0)) {
    written.reasoning_details = thoughts.map(({ part, at }) => writeDetail(part, at));
  }
}

function writeSentAudio(part: MediaPart, encoding: Encoding, path: string): JsonObject {
  const { source } = part;
  const own = part.extra?.openai ?? {};
  if (source.type === 'file' && source.by === 'openai') return { ...own, id: source.id };
  if (typeof own.id === 'string') {
    const data = source.type === 'base64' && encoding.extensions ? { data: source.data } : {};
    return { ...(encoding.extensions ? own : {}), id: own.id, ...data };
  }
  if (source.type === 'base64' && encoding.extensions) return { ...own, id: '', data: source.data };
  throw invalid(path, `${path}: only sounds that OpenAI itself made can be sent back.`);
}
