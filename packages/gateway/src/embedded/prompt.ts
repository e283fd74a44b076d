import { createHash } from 'node:crypto';
import type { CacheMarker, ChatRequest, Message, Part, Tool } from '@ofoxai/core';
import { inspectMedia } from './media.ts';
import { countTextTokens } from './tokens.ts';

/** What a message costs besides its content: its role and its borders. */
const TOKENS_OF_A_MESSAGE = 3;

/** A piece of the request that can end a cached prefix. */
export interface PromptSegment {
  /** Tokens from the beginning of the request to the end of this piece. */
  tokensSoFar: number;
  /** Stands for everything from the beginning to the end of this piece, cache markers aside. */
  prefix: string;
  cache?: CacheMarker;
}

/** A request's content in the order in which a model reads it: tools, system, messages. */
export interface Prompt {
  segments: PromptSegment[];
  tokens: number;
  /** Stands for the whole content. */
  digest: string;
}

/** Counts and hashes a request's content, in one pass over it. */
export function readPrompt(request: ChatRequest): Prompt {
  const hash = createHash('sha256');
  const segments: PromptSegment[] = [];
  let tokensSoFar = 0;
  const add = (label: string, tokens: number, content: unknown, cache?: CacheMarker) => {
    tokensSoFar += tokens;
    const json = JSON.stringify(content);
    hash.update(`${label} ${json.length}\n`).update(json);
    const prefix = hash.copy().digest('hex');
    segments.push({ tokensSoFar, prefix, ...(cache ? { cache } : {}) });
  };
  for (const tool of request.tools) {
    const { cache, ...content } = tool.type === 'function' ? tool : { ...tool, cache: undefined };
    add('tool', toolTokens(tool), content, cache);
  }
  for (const part of request.system) {
    add('system', partTokens(part), withoutCache(part), part.cache);
  }
  for (const message of request.messages) addMessage(message, add);
  const last = segments.at(-1);
  if (request.cache && last) last.cache ??= request.cache;
  return { segments, tokens: tokensSoFar, digest: hash.digest('hex') };
}

function addMessage(
  message: Message,
  add: (label: string, tokens: number, content: unknown, cache?: CacheMarker) => void,
): void {
  let tokens = TOKENS_OF_A_MESSAGE;
  if ('name' in message && message.name !== undefined) tokens += countTextTokens(message.name);
  if (message.content.length === 0) add(message.role, tokens, []);
  for (const part of message.content) {
    add(message.role, tokens + partTokens(part), withoutCache(part), cacheOf(part));
    tokens = 0;
  }
}

/** The marker of the part, or else of the last part within a tool's result. */
function cacheOf(part: Part): CacheMarker | undefined {
  if ('cache' in part && part.cache) return part.cache;
  if (part.type !== 'tool-result') return undefined;
  const inner = part.content.at(-1);
  return inner && 'cache' in inner ? inner.cache : undefined;
}

function withoutCache(part: Part): object {
  const { cache: _, ...rest } = { cache: undefined, ...part };
  if (part.type !== 'tool-result') return rest;
  return { ...rest, content: part.content.map(withoutCache) };
}

function toolTokens(tool: Tool): number {
  if (tool.type === 'native') return countTextTokens(JSON.stringify(tool.definition));
  const { name, description, parameters } = tool;
  return countTextTokens(JSON.stringify({ name, description, parameters }));
}

function partTokens(part: Part): number {
  switch (part.type) {
    case 'text':
    case 'refusal':
    case 'reasoning':
      return countTextTokens(part.text);
    case 'media':
      return inspectMedia(part).tokens;
    case 'tool-call':
      return countTextTokens(part.name) + countTextTokens(part.arguments);
    case 'tool-result':
      return part.content.reduce((sum, inner) => sum + partTokens(inner), 0);
    case 'opaque':
      return countTextTokens(JSON.stringify(part.value));
  }
}
