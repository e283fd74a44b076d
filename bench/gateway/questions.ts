import type { Question } from './load.ts';
import { KEY } from './servers.ts';

type Wire = 'openai' | 'anthropic' | 'gemini';

export interface Shape {
  stream?: boolean;
  /** Bytes of a base64 image in the request. */
  imageBytes?: number;
  /** Whose call it is; {@link KEY} when absent. */
  key?: string;
  routing?: 'priority' | 'cost';
}

const TEXT = 'Tell me about the sea, its tides and the people who live by it. '.repeat(12);

/** A question in the words of one protocol, for whoever serves the other: about 1 KB unless told. */
export function question(face: Wire, upstream: Wire, shape: Shape = {}): Question {
  const model = `bench/${upstream}`;
  const { stream = false, routing, key = KEY } = shape;
  const preferences = routing === undefined ? {} : { provider: { routing } };
  const content = shape.imageBytes === undefined ? TEXT : parts(face, shape.imageBytes);
  const messages = [{ role: 'user', content }];
  if (face === 'openai') {
    const options = stream ? { stream, stream_options: { include_usage: true } } : {};
    return ask('/v1/chat/completions', { model, messages, ...options, ...preferences }, key);
  }
  if (face === 'anthropic') {
    return ask('/anthropic/v1/messages', { model, max_tokens: 1000, messages, stream }, key);
  }
  const method = stream ? 'streamGenerateContent?alt=sse' : 'generateContent';
  const contents = [{ role: 'user', parts: [{ text: TEXT }] }];
  return ask(`/gemini/v1beta/models/${model}:${method}`, { contents }, key);
}

/** The same for the peer, which is told in headers whom to ask. */
export function portkeyQuestion(upstream: 'openai' | 'anthropic', url: string, shape: Shape = {}) {
  const asked = question('openai', upstream, shape);
  const headers = {
    ...asked.headers,
    'x-portkey-provider': upstream,
    'x-portkey-custom-host': `${url}/v1`,
  };
  return { ...asked, headers };
}

function ask(path: string, body: object, key: string): Question {
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  return { path, headers, body: bytes };
}

function parts(face: Wire, bytes: number): object[] {
  const data = Buffer.alloc(Math.floor((bytes * 3) / 4), 7).toString('base64');
  const text = { type: 'text', text: 'What is this?' };
  if (face === 'anthropic') {
    return [text, { type: 'image', source: { type: 'base64', media_type: 'image/png', data } }];
  }
  return [text, { type: 'image_url', image_url: { url: `data:image/png;base64,${data}` } }];
}
